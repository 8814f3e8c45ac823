using System.Text.Json;
using ConformanceKit.CommandLine;
using ConformanceKit.Model;
using ConformanceKit.Reporting;
using ConformanceKit.Running;
using ConformanceKit.SamplePack;
using ConformanceKit.Tests.Reporting;
using ConformanceKit.Tests.Running;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.CommandLine;

/// <summary>The commands as a user meets them, on the sample pack and on proxies that do nothing. One at a time: a run is chosen by a static.</summary>
[NonParallelizable]
public sealed class CommandLineTests
{
    private readonly List<FakeProxy> opened = [];
    private StringWriter output = new();
    private StringWriter errors = new();
    private string folder = "";

    [SetUp]
    public void MakeFolder()
    {
        (output, errors) = (new(), new());
        opened.Clear();
        folder = Directory.CreateTempSubdirectory("conformancekit-test-").FullName;
    }

    [TearDown]
    public void RemoveFolder()
    {
        Directory.Delete(folder, recursive: true);
        output.Dispose();
        errors.Dispose();
    }

    [TestCase("run fake --filter endings/pass", 0)]
    [TestCase("run fake --filter endings/should", 0, TestName = "A warning is no reason to fail")]
    [TestCase("run fake --filter endings/must", 1)]
    [TestCase("run fake --filter dependencies/on-fail", 1, TestName = "Blocked counts as broken")]
    [TestCase("run fake --filter endings/must,endings/harness", 3, TestName = "A fault of the harness wins")]
    [TestCase("run unstartable --filter endings/pass", 3)]
    [TestCase("run fake --filter nothing/like-this", 4)]
    [TestCase("run fake --shard 2/2 --filter endings/pass --exclude *", 4)]
    [TestCase("list", 0)]
    [TestCase("explain endings/pass fake", 0)]
    [TestCase("explain endings/must fake", 1)]
    [TestCase("explain inputs/number/hex fake", 0)]
    [TestCase("explain inputs/number fake", 0)]
    public async Task Exit_codes_are_those_of_the_contract(string commandLine, int exitCode) =>
        (await RunAsync(commandLine)).Should().Be(exitCode, errors.ToString() + output);

    [TestCase("run unknwon", "There is no proxy 'unknwon'")]
    [TestCase("run fkae", "Did you mean 'fake'?")]
    [TestCase("run fake --filtre x", "'--filtre'")]
    [TestCase("run fake --filtre x", "Did you mean '--filter'?")]
    [TestCase("rnu", "'rnu'")]
    [TestCase("run fake --shard 3/2", "--shard '3/2'")]
    [TestCase("run fake --shard a/b", "--shard 'a/b'")]
    [TestCase("run fake --group ending", "Did you mean 'endings'?")]
    [TestCase("run fake --level might", "might")]
    [TestCase("run fake --profile lax", "lax")]
    [TestCase("run fake --baseline chekc", "chekc")]
    [TestCase("run fake --repeat 0", "--repeat 0")]
    [TestCase("run fake --workers x", "x")]
    [TestCase("run fake --wait quite=1s", "Did you mean 'quiet'?")]
    [TestCase("run fake --wait quiet=soon", "--wait 'quiet=soon'")]
    [TestCase("run fake fake", "named twice")]
    [TestCase("run --image a:1", "--port")]
    [TestCase("run --auth-proxy http://u:p@h:1", "--proxy")]
    [TestCase("run fake --json /nowhere/at/all.json", "/nowhere/at/all.json")]
    [TestCase("run fake --html /dev/null/site", "--html /dev/null/site can't be written")]
    [TestCase("run fake --baselines /nowhere", "/nowhere")]
    [TestCase("run fake --baseline update --profile privacy", "default profile")]
    [TestCase("explain endings/pas fake", "Did you mean 'endings/pass'?")]
    [TestCase("explain inputs fake", "There is no scenario 'inputs'")]
    [TestCase("explain", "explain --help")]
    [TestCase("report", "report --help")]
    [TestCase("report /nowhere/a.json", "/nowhere/a.json")]
    [TestCase("report a.json a.json", "named twice")]
    [TestCase("report a.json --jsno b", "Did you mean '--json'?")]
    [TestCase("diff a.json b.json --format html", "html")]
    [TestCase("diff /nowhere/a.json /nowhere/b.json", "/nowhere/a.json")]
    public async Task Wrong_usage_is_one_line_on_standard_error(string commandLine, string expected)
    {
        var exitCode = await RunAsync(commandLine);

        exitCode.Should().Be(2, errors.ToString());
        errors.ToString().TrimEnd('\n').Should().NotContain("\n").And.Contain(expected);
        output.ToString().Should().BeEmpty();
    }

    [TestCase("--help", "Exit codes")]
    [TestCase("run --help", "Examples")]
    [TestCase("explain --help", "tunnel/server-first")]
    public async Task Help_teaches(string commandLine, string expected)
    {
        (await RunAsync(commandLine)).Should().Be(0);

        output.ToString().Should().Contain(expected);
    }

    [Test]
    public async Task The_schema_is_printed()
    {
        (await RunAsync("schema")).Should().Be(0);

        output.ToString().Should().Be(ReportSchema.Text);
    }

    [Test]
    public void A_mutant_is_known_by_its_name_also_where_an_address_is_asked_for()
    {
        var choice = new ProxyChoice([]) { Address = "mutant:closes-early" }.Checked();

        choice.Names.Should().Equal("mutant:closes-early");
        choice.Address.Should().BeNull();
    }

    [Test]
    public async Task List_as_JSON_names_every_case_and_every_row_without_one()
    {
        await RunAsync("list --json");

        using var document = JsonDocument.Parse(output.ToString());
        var entries = document.RootElement.EnumerateArray().ToList();
        entries.Should().HaveCount(ScenarioCatalogue.Of(typeof(Endings).Assembly).Cases.Count + 1, "one row has no scenario");
        var hex = entries.Single(entry => entry.GetProperty("id").GetString() == "inputs/number/hex");
        hex.GetProperty("row").GetString().Should().Be("inputs/number");
        hex.GetProperty("level").GetString().Should().Be("should");
        entries.Single(entry => entry.GetProperty("id").GetString() == "endings/must").GetProperty("why").GetString().Should().StartWith("Nothing");
        entries.Single(entry => entry.TryGetProperty("notCovered", out _)).GetProperty("id").GetString().Should().Be("endings/unchecked");
    }

    [Test]
    public async Task List_counts_and_says_what_is_not_covered()
    {
        (await RunAsync("list")).Should().Be(0);

        output.ToString().Should().Contain("endings/unchecked").And.Contain("No way of ending is left for it.")
            .And.MatchRegex(@"endings +16 +15 +\d+");
    }

    [Test]
    public async Task Explain_shows_both_sides_and_the_verdict()
    {
        await RunAsync("explain endings/must fake");

        output.ToString().Should().Contain("origin 1: 22 octets").And.Contain(@"CONNECT a:1 HTTP/1.1\r\n")
            .And.Contain("What must be is").And.Contain("RFC 9110 §2 (MUST)").And.Contain("fail: it is not")
            .And.Contain("why it matters: Nothing that is built on it works.").And.Contain("one line of log");
    }

    [Test]
    public async Task The_report_on_the_terminal_has_what_a_vendor_needs()
    {
        await RunAsync("run fake --filter endings/*,dependencies/on-fail --wait scenario=200ms");

        var text = output.ToString();
        text.Should().Contain("FAIL endings/must on fake: What must be is")
            .And.Contain("RFC 9110 §2 (MUST): it is not")
            .And.Contain(@"CONNECT a:1 HTTP/1.1\r\n")
            .And.Contain("dotnet run --project scenarios -- explain endings/must fake")
            .And.Contain("warn endings/warn on fake: practice: this is odd")
            .And.Contain("n/a endings/not-applicable")
            .And.Contain("BLOCKED dependencies/on-fail")
            .And.Contain("one line of log");
        opened.Should().OnlyContain(proxy => proxy.Disposed);
    }

    [Test]
    public async Task A_proxy_that_never_starts_is_said_once()
    {
        await RunAsync("run unstartable --filter endings/*");

        output.ToString().Split("no engine here").Should().HaveCount(2);
        output.ToString().Should().MatchRegex("ERROR \\d+ scenarios on unstartable: no engine here");
    }

    [Test]
    public async Task A_baseline_is_checked_ignored_and_updated()
    {
        var baselines = Directory.CreateDirectory(Path.Combine(folder, "baselines")).FullName;
        var file = Path.Combine(baselines, "fake.json");
        const string Cases = "--filter endings/pass,endings/must,endings/should";

        // 1. Without a file only what the RFCs require counts.
        (await RunAsync($"run fake --baselines {baselines} {Cases}")).Should().Be(1);

        // 2. An update writes what was found, sorted, and is then met exactly.
        (await RunAsync($"run fake --baselines {baselines} {Cases} --baseline update")).Should().Be(0);
        (await File.ReadAllTextAsync(file)).Should().Contain("\"proxy\": \"fake\"").And.Contain("\"version\": \"1.2.3\"")
            .And.Contain("\"verdict\": \"fail\"").And.Contain("\"why\": \"RFC 9110 §2: it is not\"");
        (await RunAsync($"run fake --baselines {baselines} {Cases}")).Should().Be(0);

        // 3. What differs is drift, an unexpected pass and an unexpected warning included.
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("endings/should", "endings/pass", StringComparison.Ordinal));
        (await RunAsync($"run fake --baselines {baselines} {Cases} --exclude endings/should")).Should().Be(1);
        (await RunAsync($"run fake --baselines {baselines} {Cases} --exclude endings/pass")).Should().Be(1);
        (await RunAsync($"run fake --baselines {baselines} {Cases} --exclude endings/must --baseline ignore")).Should().Be(0);

        // 4. A broken file is the user's to mend.
        await File.WriteAllTextAsync(file, "{");
        (await RunAsync($"run fake --baselines {baselines} {Cases}")).Should().Be(2);
    }

    [Test]
    public async Task A_scenario_that_ends_differently_each_time_is_flaky()
    {
        (await RunAsync("run fake --filter endings/alternating --repeat 4")).Should().Be(1);

        output.ToString().Should().Contain("flaky: pass 2, warning 2");
    }

    [Test]
    public async Task Files_are_written_although_the_run_fails()
    {
        string FileOf(string name) => Path.Combine(folder, name);

        (await RunAsync("run fake --filter endings/must "
            + $"--json {FileOf("json")} --junit {FileOf("junit")} --markdown {FileOf("markdown")} --badge {FileOf("badge")} --html {folder}/site")).Should().Be(1);

        (await ReportSchemaTests.ErrorsAsync(File.ReadAllText(FileOf("json")))).Should().BeEmpty();
        File.ReadAllText(FileOf("junit")).Should().Contain("<failure");
        File.ReadAllText(FileOf("markdown")).Should().Contain("`dotnet run --project scenarios -- explain endings/must fake`");
        File.ReadAllText(FileOf("badge")).Should().Contain("0 pass, 1 fail");
    }

    [Test]
    public async Task Reports_are_joined_and_judged_like_a_run()
    {
        string FileOf(string name) => Path.Combine(folder, name);
        await RunAsync($"run fake --filter endings/pass,endings/info --json {FileOf("1.json")}");
        await RunAsync($"run fake --filter endings/must,endings/info --json {FileOf("2.json")}");

        (await RunAsync($"report {FileOf("1.json")} {FileOf("2.json")} --json {FileOf("all.json")} --junit {FileOf("all.xml")}")).Should().Be(1);
        output.ToString().Should().Contain("fake 1.2.3: 1 pass, 1 fail, 1 info");
        errors.ToString().Should().Be(
            $"fake: 1 scenarios stand in {FileOf("1.json")} and in {FileOf("2.json")}; those of the later run, {FileOf("2.json")}, count.{Environment.NewLine}");
        (await ReportSchemaTests.ErrorsAsync(File.ReadAllText(FileOf("all.json")))).Should().BeEmpty();
        (await RunAsync($"report {FileOf("1.json")}")).Should().Be(0);
        (await RunAsync($"report {FileOf("all.json")}")).Should().Be(1);
        File.ReadAllText(FileOf("all.xml")).Should().Contain("tests=\"3\" failures=\"1\"");
    }

    [Test]
    public async Task An_interrupted_run_reports_what_is_done_and_ends_the_proxies()
    {
        using var stop = new CancellationTokenSource();
        var json = Path.Combine(folder, "out.json");
        var run = RunAsync($"run fake --filter endings/pass,endings/timeout --json {json}", stop.Token);

        await opened[0].Started;
        await stop.CancelAsync();

        (await run).Should().Be(130);
        errors.ToString().Should().MatchRegex("Interrupted: [01] of 2 scenarios done");
        File.ReadAllText(json).Should().Contain("\"interrupted\": true");
        opened.Should().OnlyContain(proxy => proxy.Disposed);
    }

    [Test]
    public async Task Diff_tells_what_changed_and_fails_on_a_regression()
    {
        var (older, newer) = (Path.Combine(folder, "old.json"), Path.Combine(folder, "new.json"));
        await RunAsync($"run fake --filter endings/must,endings/pass --json {older}");
        var text = await File.ReadAllTextAsync(older);
        await File.WriteAllTextAsync(newer, text.Replace("\"verdict\": \"pass\"", "\"verdict\": \"warning\"", StringComparison.Ordinal));

        (await RunAsync($"diff {older} {newer}")).Should().Be(1);
        output.ToString().Should().Contain("regressed  fake endings/pass: pass -> warning").And.Contain("1 regressed, 0 fixed, 0 changed, 0 new, 0 removed");
        (await RunAsync($"diff {older} {newer} --format markdown")).Should().Be(1);
        output.ToString().Should().StartWith("## CONNECT conformance: 1 regressed");
        (await RunAsync($"diff {older} {newer} --format json")).Should().Be(1);
        output.ToString().Should().StartWith("{").And.Contain("\"regressed\": [");
        (await RunAsync($"diff {newer} {older}")).Should().Be(0);
    }

    private Task<int> RunAsync(string commandLine, CancellationToken stop = default)
    {
        output.GetStringBuilder().Clear();
        errors.GetStringBuilder().Clear();
        var host = new Host(typeof(Endings).Assembly, output, errors, Open) { Baselines = Path.Combine(folder, "none") };
        return ConformanceCommandLine.RunAsync(host, commandLine.Split(' '), stop);
    }

    private ProxySet Open(ProxyChoice choice, Action<string> progress)
    {
        string[] known = ["fake", "unstartable"];
        if (choice.Names.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new UsageException($"There is no proxy '{unknown}'.{Closest.Hint(unknown, known)}");
        var proxies = choice.Names.Select(name => new FakeProxy(name, name == "unstartable" ? "no engine here" : null)).ToList();
        opened.AddRange(proxies);
        return new([.. proxies.Select(proxy => new ProxyTarget(proxy, choice.NameArguments(proxy.Name)))]);
    }
}
