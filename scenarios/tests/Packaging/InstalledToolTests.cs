using System.Text.Json;
using ConformanceKit.Model;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests.Packaging;

/// <summary>The tools as a user has them: installed, and called from an empty folder.</summary>
internal sealed class InstalledToolTests
{
    private static readonly string s_version = ProgramVersion.Of(typeof(InstalledToolTests).Assembly);

    [TestCase("conformancekit")]
    [TestCase("reference-proxy")]
    public async Task It_prints_the_version_of_the_package(string tool)
    {
        var version = await Packages.RunAsync(tool, "--version");

        version.ExitCode.Should().Be(0, version.Error);
        version.Output.Trim().Split('+')[0].Should().Be(s_version);
    }

    [Test]
    public async Task The_help_names_the_command_as_it_is_installed() =>
        (await Packages.RunAsync("reference-proxy", "--help")).Output.Should().Contain("  reference-proxy [options]");

    [Test]
    public async Task It_lists_the_catalogue()
    {
        var list = await Packages.RunAsync("conformancekit", "list");

        list.ExitCode.Should().Be(0, list.Error);
        list.Output.Should().Contain("connect/establish");
    }

    [Test]
    public async Task It_grades_the_reference_and_says_how_to_run_a_case_again()
    {
        var (run, report) = await ReportAsync("--no-browser", "--filter", "connect/establish");

        run.ExitCode.Should().Be(0, run.Error);
        report.GetProperty("tool").GetProperty("version").GetString().Should().Be(s_version);
        var proxy = report.GetProperty("proxies")[0];
        proxy.GetProperty("version").GetString().Should().Be(s_version);
        proxy.GetProperty("hasBaseline").GetBoolean().Should().BeTrue();
        var command = OnlyCase(report).GetProperty("reproduce").GetString()!;
        command.Should().Be("conformancekit explain connect/establish embedded");

        var words = command.Split(' ');
        var again = await Packages.RunAsync(words[0], words[1..]);
        again.ExitCode.Should().Be(0, again.Error);
        again.Output.Should().Contain("RFC 9110 §9.3.6");
    }

    [Test]
    public async Task It_stays_itself_inside_a_clone_of_its_sources()
    {
        var file = Path.Combine(Packages.Empty, "clone.json");
        var run = await Command.RunAsync(RepositoryRoot.Find()!, Path.Combine(Packages.Tools, "conformancekit"),
            "run", "--no-browser", "--filter", "connect/establish", "--json", file);

        run.ExitCode.Should().Be(0, run.Error);
        OnlyCase(Read(file)).GetProperty("reproduce").GetString().Should().StartWith("conformancekit explain ");
    }

    [Test]
    public async Task It_knows_the_proxies_that_it_can_build_without_sources()
    {
        var proxies = await Packages.RunAsync("conformancekit", "proxies");

        proxies.Output.Split('\n').Select(line => line.Split(' ')[0]).Should().Contain(["embedded", "squid", "apache"])
            .And.NotContain("reference");
    }

    [Test]
    public async Task It_does_not_write_into_its_own_baselines()
    {
        var run = await Packages.RunAsync("conformancekit", "run", "--filter", "connect/establish", "--baseline", "update");

        run.ExitCode.Should().Be(ExitCodes.Usage);
        run.Error.Trim().Should().Be("conformancekit: --baseline update cannot change the baselines of an installed program: "
            + "give --baselines DIR.");
    }

    // Whether there is a Chromium is only known when the driver runs.
    [Test]
    public async Task The_browsers_driver_is_inside_and_without_it_browser_rows_are_not_applicable()
    {
        var (_, report) = await ReportAsync("--filter", "browser/basic-407", "--exclude", "browser/*/h2");
        Reason(report).Should().Match(reason => reason == "" || reason.StartsWith("no Chromium found"));

        Directory.Delete(Directory.GetDirectories(Packages.Tools, ".playwright", SearchOption.AllDirectories).Single() + "/node",
            recursive: true);
        (var run, report) = await ReportAsync("--filter", "browser/basic-407", "--exclude", "browser/*/h2");
        run.ExitCode.Should().Be(0, run.Error);
        Reason(report).Should().StartWith("this program has no driver for a browser on this system");
    }

    private static async Task<(Command Run, JsonElement Report)> ReportAsync(params string[] options)
    {
        var run = await Packages.RunAsync("conformancekit", ["run", .. options, "--json", "report.json"]);
        return (run, Read(Path.Combine(Packages.Empty, "report.json")));
    }

    private static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllText(file)).RootElement;

    private static JsonElement OnlyCase(JsonElement report) =>
        report.GetProperty("proxies")[0].GetProperty("scenarios").EnumerateArray().Single();

    private static string Reason(JsonElement report) =>
        OnlyCase(report).TryGetProperty("reason", out var reason) ? reason.GetString() ?? "" : "";
}
