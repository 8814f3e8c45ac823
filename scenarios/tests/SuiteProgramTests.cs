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

    [Test]
    public async Task A_proxy_that_does_not_exist_fails_its_tests()
    {
        var tests = await Command.RunAsync(AppContext.BaseDirectory, "env", "CONFORMANCEKIT_PROXIES=nosuch",
            Environment.ProcessPath!, "test", "conformancekit.dll", "--filter", "Name~connect/establish");

        tests.ExitCode.Should().Be(1, tests.Error);
        tests.Output.Should().Contain("There is no proxy 'nosuch'");
    }
}
