using ConformanceKit.Running.Catalogue;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests;

internal sealed class SuiteProgramTests
{
    [Test]
    public void Beside_its_sources_the_suite_is_run_by_dotnet_and_has_its_baselines_there()
    {
        var program = SuiteProgram.Of(typeof(SuiteLifetime).Assembly);

        program.Command.Should().Be("dotnet run --project scenarios --");
        File.Exists(Path.Combine(program.Baselines, "squid.json")).Should().BeTrue();
    }
}
