using System.Text.Json;
using ConformanceKit.Model;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests.Packaging;

/// <summary>A pack as a vendor gets it from the template, built from the packages: it runs, and joins the suite.</summary>
internal sealed class TemplateTests
{
    private const string Name = "Acme-Proxy.Tests";
    private const string Case = "rocket/hides-version";

    private static readonly string s_version = ProgramVersion.Of(typeof(TemplateTests).Assembly);
    private static readonly string s_pack = Path.Combine(Packages.Vendor, Name);
    private static readonly string s_program = Path.Combine(s_pack, "bin", "Debug", "net10.0", Name);

    [OneTimeSetUp]
    public async Task CreateAndBuild()
    {
        string[] hive = ["--debug:custom-hive", Path.Combine(Packages.Vendor, "hive")];
        var package = Path.Combine(Packages.Folder, $"ConformanceKit.Templates.{s_version}.nupkg");
        await Packages.SucceedAsync(Packages.Vendor, ["new", "install", package, .. hive]);
        await Packages.SucceedAsync(
            Packages.Vendor, ["new", "conformancekit-pack", "--name", Name, "--group", "rocket", "--no-update-check", .. hive]);
        await Packages.SucceedAsync(s_pack, "build", "-warnaserror", "-nodeReuse:false");
    }

    [Test]
    public async Task It_grades_the_reference_and_prints_a_command_that_runs_the_case_again()
    {
        await RunAsync("run", "--json", "pack.json");

        var only = OnlyCase("pack.json");
        only.GetProperty("id").GetString().Should().Be(Case);
        only.GetProperty("verdict").GetString().Should().Be("pass");
        only.GetProperty("reproduce").GetString().Should().Be($"dotnet run -- explain {Case} embedded");
        (await Packages.SucceedAsync(s_pack, "run", "--no-build", "--", "explain", Case, "embedded"))
            .Should().Contain("The reply to CONNECT does not tell the version");
    }

    [Test]
    public async Task Called_from_another_folder_it_prints_a_command_for_that_folder()
    {
        var run = await Command.RunAsync(Packages.Vendor, s_program, "run", "--json", "outside.json");

        run.ExitCode.Should().Be(0, run.Error);
        OnlyCase(Path.Combine("..", "outside.json")).GetProperty("reproduce").GetString()
            .Should().Be($"dotnet run --project {Name} -- explain {Case} embedded");
    }

    [Test]
    public async Task Its_scenario_fails_on_its_mutant() =>
        (await RunAsync("mutants", "tells-its-version")).Should().Contain("1 of 1 scenarios killed");

    [Test]
    public async Task It_says_its_own_version_and_the_kits_and_its_help_has_its_own_ids()
    {
        (await RunAsync("--version")).Split('\n').Select(line => line.Split('+')[0])
            .Should().Equal($"{Name} 1.0.0", $"ConformanceKit {s_version}", "");
        (await RunAsync("explain", "--help")).Should().MatchRegex($"explain {Case} +on the reference proxy")
            .And.Contain($"explain {Case} mutant:tells-its-version").And.NotContain("connect/");
    }

    [Test]
    public async Task It_is_a_test_project_whose_scenarios_and_kill_matrix_are_tests() =>
        (await Packages.SucceedAsync(s_pack, "test", "--no-build")).Should().MatchRegex(@"Failed: +0, Passed: +2, Skipped: +0");

    [Test]
    public async Task Its_report_joins_that_of_the_suite()
    {
        await RunAsync("run", "--json", "mine.json");
        string[] suite = ["run", "--no-browser", "--filter", "connect/establish", "--json", Path.Combine(s_pack, "suite.json")];
        (await Packages.RunAsync("conformancekit", suite)).ExitCode.Should().Be(0);

        var report = await Command.RunAsync(s_pack, Path.Combine(Packages.Tools, "conformancekit"),
            "report", "suite.json", "mine.json", "--json", "joined.json", "--html", "site");
        report.ExitCode.Should().Be(0, report.Error);
        Proxy("joined.json").GetProperty("scenarios").EnumerateArray().Select(one => one.GetProperty("id").GetString())
            .Should().BeEquivalentTo("connect/establish", Case);
        Directory.GetFiles(Path.Combine(s_pack, "site", "cases")).Select(Path.GetFileName)
            .Should().BeEquivalentTo("connect-establish.html", "rocket-hides-version.html");
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var run = await Command.RunAsync(s_pack, s_program, arguments);
        run.ExitCode.Should().Be(0, run.Error);
        return run.Output;
    }

    private static JsonElement OnlyCase(string file) => Proxy(file).GetProperty("scenarios").EnumerateArray().Single();

    private static JsonElement Proxy(string file)
    {
        var report = JsonDocument.Parse(File.ReadAllText(Path.Combine(s_pack, file))).RootElement;
        return report.GetProperty("proxies").EnumerateArray().Single();
    }
}
