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
    public async Task Outside_of_the_repository_the_way_to_it_is_part_of_the_command()
    {
        var elsewhere = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var run = await Command.RunAsync(elsewhere, Environment.ProcessPath!,
                Path.Combine(AppContext.BaseDirectory, "conformancekit.dll"),
                "run", "--filter", "connect/establish", "--json", "r.json");

            run.ExitCode.Should().Be(0, run.Error);
            var sources = Path.GetDirectoryName(SuiteProgram.Of(typeof(SuiteLifetime).Assembly).Baselines)!;
            (await File.ReadAllTextAsync(Path.Combine(elsewhere, "r.json"))).Should().Contain(
                $"\"dotnet run --project {Path.GetRelativePath(elsewhere, sources)} -- explain connect/establish");
        }
        finally
        {
            Directory.Delete(elsewhere, recursive: true);
        }
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
