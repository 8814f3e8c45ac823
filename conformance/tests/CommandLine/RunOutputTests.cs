using ConformanceKit.Reporting.Json;
using ConformanceKit.Tests.Reporting;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.CommandLine;

/// <summary>What a run leaves behind: baselines and saved reports, and what the other commands make of them.</summary>
[NonParallelizable]
internal sealed class RunOutputTests : CommandLineTest
{
    [Test]
    public async Task A_baseline_is_checked_ignored_and_updated()
    {
        var baselines = Directory.CreateDirectory(Path.Combine(Folder, "baselines")).FullName;
        var file = Path.Combine(baselines, "fake.json");
        const string cases = "--filter endings/pass,endings/must,endings/should";

        // 1. Without a file, only what the RFCs require counts.
        (await RunAsync($"run fake --baselines {baselines} {cases}")).Should().Be(1);

        // 2. An update writes what was found, sorted, and is then met exactly.
        (await RunAsync($"run fake --baselines {baselines} {cases} --baseline update")).Should().Be(0);
        (await File.ReadAllTextAsync(file)).Should().Contain("\"proxy\": \"fake\"").And.Contain("\"version\": \"1.2.3\"")
            .And.Contain("\"verdict\": \"fail\"").And.Contain("\"why\": \"RFC 9110 §2: it is not\"");
        (await RunAsync($"run fake --baselines {baselines} {cases}")).Should().Be(0);

        // 3. What differs is drift, an unexpected pass and an unexpected warning included.
        await File.WriteAllTextAsync(file,
            (await File.ReadAllTextAsync(file)).Replace("endings/should", "endings/pass", StringComparison.Ordinal));
        (await RunAsync($"run fake --baselines {baselines} {cases} --exclude endings/should")).Should().Be(1);
        (await RunAsync($"run fake --baselines {baselines} {cases} --exclude endings/pass")).Should().Be(1);
        (await RunAsync($"run fake --baselines {baselines} {cases} --exclude endings/must --baseline ignore")).Should().Be(0);

        // 4. A broken file is the user's to fix.
        await File.WriteAllTextAsync(file, "{");
        (await RunAsync($"run fake --baselines {baselines} {cases}")).Should().Be(2);
    }

    [Test]
    public async Task A_scenario_that_ends_differently_each_time_is_flaky()
    {
        (await RunAsync("run fake --filter endings/alternating --repeat 4")).Should().Be(1);

        Output.ToString().Should().MatchRegex("flaky: (pass 2, warning 2|warning 2, pass 2)");
    }

    [Test]
    public async Task Files_are_written_although_the_run_fails()
    {
        string FileOf(string name) => Path.Combine(Folder, name);

        (await RunAsync("run fake --filter endings/must "
            + $"--json {FileOf("json")} --junit {FileOf("junit")} --markdown {FileOf("markdown")} --badge {FileOf("badge")} "
            + $"--html {Folder}/site")).Should().Be(1);

        ReportSchemaTests.Errors(File.ReadAllText(FileOf("json"))).Should().BeEmpty();
        File.ReadAllText(FileOf("junit")).Should().Contain("<failure");
        File.ReadAllText(FileOf("markdown")).Should().Contain("`ConformanceKit.SamplePack explain endings/must fake`");
        File.ReadAllText(FileOf("badge")).Should().Contain("0 pass, 1 fail");
    }

    [Test]
    public async Task Where_the_time_went_is_shown_when_asked_for_and_always_in_the_report()
    {
        var json = Path.Combine(Folder, "json");

        await RunAsync($"run fake --filter endings/pass --json {json}");
        Output.ToString().Should().NotContain("Where the time went");
        var time = JsonReport.Read(json).Proxies[0].Time!;
        time.Longest.Select(one => one.Id).Should().Equal("endings/pass");
        time.ScenariosMs.Should().Be(time.BusyMs, "there was one scenario");

        await RunAsync("run fake --filter endings/pass --verbose");
        Output.ToString().Should().Contain("Where the time went");
    }

    [Test]
    public async Task Reports_are_joined_and_judged_like_a_run()
    {
        string FileOf(string name) => Path.Combine(Folder, name);
        await RunAsync($"run fake --filter endings/pass,endings/info --json {FileOf("1.json")}");
        await RunAsync($"run fake --filter endings/must,endings/info --json {FileOf("2.json")}");

        (await RunAsync($"report {FileOf("1.json")} {FileOf("2.json")} --json {FileOf("all.json")} --junit {FileOf("all.xml")}"))
            .Should().Be(1);
        Output.ToString().Should().Contain("fake 1.2.3: 1 pass, 1 fail, 1 info");
        Errors.ToString().Should().Be(
            $"fake: 1 scenario occurs in both {FileOf("1.json")} and {FileOf("2.json")}; the later run, "
            + $"{FileOf("2.json")}, wins.{Environment.NewLine}");
        ReportSchemaTests.Errors(File.ReadAllText(FileOf("all.json"))).Should().BeEmpty();
        (await RunAsync($"report {FileOf("1.json")}")).Should().Be(0);
        (await RunAsync($"report {FileOf("all.json")}")).Should().Be(1);
        File.ReadAllText(FileOf("all.xml")).Should().Contain("tests=\"3\" failures=\"1\"");
    }

    [Test]
    public async Task A_file_of_report_that_cannot_be_written_costs_nothing_else()
    {
        if (!File.Exists("/dev/full"))
            Assert.Ignore("This system has no /dev/full.");
        var (json, markdown) = (Path.Combine(Folder, "out.json"), Path.Combine(Folder, "out.md"));
        await RunAsync($"run fake --filter endings/pass --json {json}");

        (await RunAsync($"report {json} --junit /dev/full --badge /dev/full --markdown {markdown}")).Should().Be(3);

        Errors.ToString().Split("ConformanceKit.SamplePack: /dev/full cannot be written").Should().HaveCount(3);
        File.ReadAllText(markdown).Should().StartWith("## CONNECT conformance");
    }

    [Test]
    public async Task An_interrupted_run_reports_what_is_done_and_ends_the_proxies()
    {
        using var stop = new CancellationTokenSource();
        var json = Path.Combine(Folder, "out.json");
        var run = RunAsync($"run fake --filter endings/pass,endings/timeout --json {json}", stop.Token);

        await Opened[0].Started;
        await stop.CancelAsync();

        (await run).Should().Be(130);
        Errors.ToString().Should().MatchRegex("Interrupted: [01] of 2 scenarios done");
        File.ReadAllText(json).Should().Contain("\"interrupted\": true");
        Opened.Should().OnlyContain(proxy => proxy.Disposed);
    }

    [Test]
    public async Task Diff_tells_what_changed_and_fails_on_a_regression()
    {
        var (older, newer) = (Path.Combine(Folder, "old.json"), Path.Combine(Folder, "new.json"));
        await RunAsync($"run fake --filter endings/must,endings/pass --json {older}");
        var text = await File.ReadAllTextAsync(older);
        await File.WriteAllTextAsync(newer,
            text.Replace("\"verdict\": \"pass\"", "\"verdict\": \"warning\"", StringComparison.Ordinal));

        (await RunAsync($"diff {older} {newer}")).Should().Be(1);
        Output.ToString().Should().Contain("regressed  fake endings/pass: pass -> warning")
            .And.Contain("1 regressed, 0 fixed, 0 changed, 0 new, 0 removed");
        (await RunAsync($"diff {older} {newer} --format markdown")).Should().Be(1);
        Output.ToString().Should().StartWith("## CONNECT conformance: 1 regressed");
        (await RunAsync($"diff {older} {newer} --format json")).Should().Be(1);
        Output.ToString().Should().StartWith("{").And.Contain("\"regressed\": [");
        (await RunAsync($"diff {newer} {older}")).Should().Be(0);
        (await RunAsync($"diff {older} {newer} --fail-on should")).Should().Be(1);
        (await RunAsync($"diff {older} {newer} --fail-on must")).Should().Be(0);
        Output.ToString().Should().Contain("regressed  fake endings/pass: pass -> warning");

        await File.WriteAllTextAsync(newer, text.Replace("\"verdict\": \"pass\"", "\"verdict\": \"fail\"",
            StringComparison.Ordinal));
        (await RunAsync($"diff {older} {newer} --fail-on must")).Should().Be(1);
        (await RunAsync($"diff {older} {newer} --fail-on never")).Should().Be(0);
    }
}
