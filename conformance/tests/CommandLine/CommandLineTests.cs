using System.Text.Json;
using System.Text.RegularExpressions;
using ConformanceKit.Reporting.Json;
using ConformanceKit.Running.Cases;
using ConformanceKit.SamplePack;
using ConformanceKit.UnderTest;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.CommandLine;

/// <summary>What the commands accept and print, and the exit codes they return.</summary>
[NonParallelizable]
internal sealed class CommandLineTests : CommandLineTest
{
    [TestCase("run fake --filter endings/pass", 0)]
    [TestCase("run fake --filter endings/should", 0, TestName = "A warning is no reason to fail")]
    [TestCase("run fake --filter endings/must", 1)]
    [TestCase("run fake --filter dependencies/on-fail", 1, TestName = "Blocked counts as broken")]
    [TestCase("run fake --filter endings/must,endings/harness", 3, TestName = "A fault of the harness wins")]
    [TestCase("run unstartable --filter endings/pass", 3)]
    [TestCase("run fake --filter nothing/like-this", 4)]
    [TestCase("run fake --shard 2/2 --filter endings/pass --exclude *", 4)]
    [TestCase("run fake --filter endings/pass,nothing/like-this", 4, TestName = "Each part of a filter has to match")]
    [TestCase("--filter endings/pass", 0, TestName = "Options alone mean a run")]
    [TestCase("--filter endings/must --no-browser", 1)]
    [TestCase("mutants --shard 1/100000", 4)]
    [TestCase("mutants --filter nosuch/*", 4)]
    [TestCase("run fake --filter endings/pass --require-group endings --min-graded 1", 0)]
    [TestCase("run fake --filter endings/not-applicable,dependencies/base --require-group endings", 1)]
    [TestCase("run fake --filter endings/pass --require-group dependencies", 1)]
    [TestCase("run fake --filter endings/pass,endings/info --min-graded 2", 1)]
    [TestCase("run fake --filter endings/harness --min-graded 2", 3)]
    [TestCase("run fake --filter endings/pass --shard 2/2 --require-group dependencies", 0)]
    [TestCase("run fake unstartable --dry-run --filter endings/must", 0)]
    [TestCase("run fake --dry-run --filter nothing/like-this", 4)]
    [TestCase("list", 0)]
    [TestCase("explain endings/pass fake", 0)]
    [TestCase("explain endings/must fake", 1)]
    [TestCase("explain inputs/number/hex fake", 0)]
    [TestCase("explain inputs/number fake", 0)]
    [TestCase("explain inputs/*/hex fake", 0)]
    public async Task Exit_codes_are_those_of_the_contract(string commandLine, int exitCode) =>
        (await RunAsync(commandLine)).Should().Be(exitCode, Errors.ToString() + Output);

    [TestCase("run unknwon", "There is no proxy 'unknwon'")]
    [TestCase("run fkae", "Did you mean 'fake'?")]
    [TestCase("run fake --filtre x", "'--filtre'")]
    [TestCase("run fake --filtre x", "Did you mean '--filter'?")]
    [TestCase("rnu", "There is no command 'rnu'. Did you mean 'run'? See '--help'.")]
    [TestCase("squid", "There is no command 'squid'. If that is a proxy, grade it with 'run squid'. See '--help'.")]
    [TestCase("127.0.0.1:8888", "For an instance that is already running, use --proxy http://127.0.0.1:8888.")]
    [TestCase("--no-browser list", "--no-browser comes before 'list': give options after the command that they belong to.")]
    [TestCase("--filtre x", "ConformanceKit.SamplePack has no option '--filtre'. Did you mean '--filter'?")]
    [TestCase("--bogus", "ConformanceKit.SamplePack has no option '--bogus'.")]
    [TestCase("run fake --bogus", "run has no option '--bogus'.")]
    [TestCase("list --bogus", "list has no option '--bogus'.")]
    [TestCase("explain endings/pass --bogus", "explain has no option '--bogus'.")]
    [TestCase("list endings", "list takes no argument; 'endings' is one too many. See 'list --help'.")]
    [TestCase("run fake --shard 3/2", "--shard '3/2'")]
    [TestCase("run fake --shard a/b", "--shard 'a/b'")]
    [TestCase("run fake --shard auto", "--shard auto: no variable of a CI system says which shard this is. Give --shard I/N, or "
        + "set "
        + "CONFORMANCEKIT_SHARD_INDEX (from 0) and CONFORMANCEKIT_SHARDS.")]
    [TestCase("mutants --shard auto", "--shard auto: no variable of a CI system says which shard this is.")]
    [TestCase("run fake --group ending", "Did you mean 'endings'?")]
    [TestCase("run fake --require-group ending", "Did you mean 'endings'?")]
    [TestCase("run fake --min-graded 0", "--min-graded 0: give a number from 1 to 100000.")]
    [TestCase("run fake --json -", "--json -: standard output has the report for people; name a file.")]
    [TestCase("run fake --html -", "--html -: standard output has the report for people; name a directory.")]
    [TestCase("mutants --json /nowhere/m.json", "--json /nowhere/m.json: there is no directory /nowhere.")]
    [TestCase("mutants --json -", "--json -: standard output has the report for people; name a file.")]
    [TestCase("run fake --level may", "--level may: choose must, should or all.")]
    [TestCase("run fake --profile lax", "--profile lax: choose default")]
    [TestCase("run fake --baseline chekc", "--baseline chekc: choose check, ignore or update.")]
    [TestCase("run fake --repeat 0", "--repeat 0: give a number from 1 to 100000.")]
    [TestCase("run fake --workers x", "--workers x: give a number from 1 to 1000.")]
    [TestCase("run fake --workers 0", "--workers 0: give a number from 1 to 1000.")]
    [TestCase("run --image a:1 --port 70000", "--port 70000: give a number from 1 to 65535.")]
    [TestCase("run fake --filter", "--filter needs a value: --filter GLOB[,GLOB].")]
    [TestCase("run fake --level must --level all", "--level is given more than once: give it once.")]
    [TestCase("run fake --wait quite=1s", "Did you mean 'quiet'?")]
    [TestCase("run fake --wait quiet=soon", "--wait 'quiet=soon'")]
    [TestCase("run fake fake", "named twice")]
    [TestCase("run --image a:1", "--port")]
    [TestCase("run --auth-proxy http://u:p@h:1", "--proxy")]
    [TestCase("run --tls-proxy https://h:1", "--auth-proxy and --tls-proxy require --proxy http://HOST:PORT.")]
    [TestCase("run --h2-proxy https://h:1", "--h2-proxy and --h2c-proxy require --proxy http://HOST:PORT.")]
    [TestCase("run --h2c-proxy http://h:1", "--h2-proxy and --h2c-proxy require --proxy http://HOST:PORT.")]
    [TestCase("run --socks-proxy socks5://h:1 --tls-proxy https://h:1", "require --proxy http://HOST:PORT.")]
    [TestCase("run --origin-address 127.0.0.1", "requires --proxy http://HOST:PORT or --socks-proxy socks5://HOST:PORT.")]
    [TestCase("run fake --json /nowhere/at/all.json", "--json /nowhere/at/all.json: there is no directory /nowhere/at.")]
    [TestCase("run fake --json /tmp", "--json /tmp: is a directory; name a file.")]
    [TestCase("run fake --html /etc/passwd", "--html /etc/passwd: is a file; name a directory.")]
    [TestCase("run fake --html /dev/null/site", "--html /dev/null/site: /dev/null is a file; name a directory.")]
    [TestCase("run fake --baselines /nowhere", "/nowhere")]
    [TestCase("run fake --baseline update --profile privacy", "default profile")]
    [TestCase("explain endings/pas fake", "Did you mean 'endings/pass'?")]
    [TestCase("explain inputs/unlike-anything-there fake", "see 'list'. Its group has inputs/number.")]
    [TestCase("explain inputs fake", "There is no scenario 'inputs'")]
    [TestCase("explain", "explain needs an ID, one of those that 'list' shows. See 'explain --help'.")]
    [TestCase("explain endings/pass fake apache", "explain takes one proxy; 'apache' is one too many.")]
    [TestCase("report", "report needs a FILE that 'run --json' wrote. See 'report --help'.")]
    [TestCase("report /nowhere/a.json", "/nowhere/a.json: there is no directory /nowhere. Name a file that 'run --json' wrote.")]
    [TestCase("report /tmp/no-such.json", "/tmp/no-such.json: there is no such file. Name a file that 'run --json' wrote.")]
    [TestCase("report /tmp", "/tmp is a directory; name a file that 'run --json' wrote.")]
    [TestCase("report /etc/passwd", "/etc/passwd is not a report: it is not JSON. Name a file that 'run --json' wrote.")]
    [TestCase("report a.json a.json", "named twice")]
    [TestCase("report a.json --jsno b", "Did you mean '--json'?")]
    [TestCase("mutants --lsit", "Did you mean '--list'?")]
    [TestCase("mutants --shard 3/2", "--shard '3/2'")]
    [TestCase("mutants none --shard 1/2", "give no names")]
    [TestCase("diff a.json b.json --fail-on all", "--fail-on all: choose must, should or never.")]
    [TestCase("diff a.json b.json --format html", "--format html: choose text, markdown or json.")]
    [TestCase("diff a.json", "diff needs two files that 'run --json' wrote, OLD and NEW.")]
    [TestCase("diff a.json b.json c.json", "diff takes only OLD and NEW; 'c.json' is one too many.")]
    [TestCase("diff /nowhere/a.json /nowhere/b.json", "/nowhere/a.json")]
    public async Task Wrong_usage_is_one_line_on_standard_error(string commandLine, string expected)
    {
        var exitCode = await RunAsync(commandLine);

        exitCode.Should().Be(2, Errors.ToString());
        Errors.ToString().TrimEnd('\n').Should().NotContain("\n").And.Contain(expected);
        Output.ToString().Should().BeEmpty();
    }

    [TestCase("run fake --filter endings/pass,ENDINGS/must",
        "--filter 'ENDINGS/must' selects nothing: no scenario matches. Did you mean 'endings/must'? 'list' shows them all.")]
    [TestCase("mutants --filter endings/info,ending/pass", "--filter 'ending/pass' selects nothing")]
    [TestCase("run fake --filter endings/pass --exclude *", "Nothing selected: no scenario matches.")]
    public async Task What_selects_nothing_is_named_in_one_line(string commandLine, string expected)
    {
        (await RunAsync(commandLine)).Should().Be(4);

        Errors.ToString().TrimEnd('\n').Should()
            .StartWith("ConformanceKit.SamplePack: ").And.Contain(expected).And.NotContain("\n");
        Output.ToString().Should().BeEmpty();
    }

    [TestCase("run fake --filter endings/not-applicable --require-group endings",
        "--require-group endings: none of its 1 cases is applicable to fake: the proxy does not offer the feature 'flying'.")]
    [TestCase("run fake --filter endings/pass --require-group inputs",
        "--require-group inputs: no case of it was selected for fake.")]
    [TestCase("run fake --filter endings/pass --min-graded 7", "--min-graded 7: only 1 were graded on fake.")]
    public async Task What_was_not_graded_is_named(string commandLine, string expected)
    {
        (await RunAsync(commandLine)).Should().Be(1);

        Errors.ToString().Should().EndWith($"ConformanceKit.SamplePack: {expected}{Environment.NewLine}");
    }

    [TestCase("--help", "Exit codes")]
    [TestCase("--help", "Without a command, it takes the options of run")]
    [TestCase("run --help", "Examples")]
    [TestCase("--help", "ConformanceKit.SamplePack explain dependencies/base squid")]
    [TestCase("explain --help", "explain 'dependencies/*'")]
    [TestCase("explain --help", "The scenario, such as dependencies/base;")]
    [TestCase("run --help", "run --filter 'dependencies/*,lengthy/*' --level must")]
    [TestCase("--help", "  run [<PROXY>...]         Grades")]
    [TestCase("--help", "  explain <ID> [<PROXY>]   Runs")]
    [TestCase("--help", "  mutants [<NAME>...]      Proves")]
    [TestCase("run --help", "mutant:NAME, a proxy with one rule broken; default: embedded")]
    public async Task Help_teaches(string commandLine, string expected)
    {
        (await RunAsync(commandLine)).Should().Be(0);

        Output.ToString().Should().Contain(expected);
    }

    [Test]
    public async Task The_schema_is_printed()
    {
        (await RunAsync("schema")).Should().Be(0);

        Output.ToString().Should().Be(ReportSchema.Text);
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

        using var document = JsonDocument.Parse(Output.ToString());
        var entries = document.RootElement.EnumerateArray().ToList();
        entries.Should().HaveCount(ScenarioCatalogue.Of(typeof(Endings).Assembly).Cases.Count + 1, "one row has no scenario");
        var hex = entries.Single(entry => entry.GetProperty("id").GetString() == "inputs/number/hex");
        hex.GetProperty("row").GetString().Should().Be("inputs/number");
        hex.GetProperty("level").GetString().Should().Be("should");
        var must = entries.Single(entry => entry.GetProperty("id").GetString() == "endings/must");
        must.GetProperty("why").GetString().Should().StartWith("Nothing");
        must.GetProperty("reading").GetString().Should().Be("Read as it stands.");
        entries.Single(entry => entry.TryGetProperty("notCovered", out _)).GetProperty("id").GetString()
            .Should().Be("endings/unchecked");
    }

    [Test]
    public async Task List_counts_and_says_what_is_not_covered()
    {
        (await RunAsync("list")).Should().Be(0);

        Output.ToString().Should().Contain("endings/unchecked").And.Contain("No way of ending is left for it.")
            .And.MatchRegex("group +rows +cases +unchecked").And.MatchRegex(@"endings +16 +15 +1 +\d+");
    }

    [Test]
    public async Task Explain_shows_both_sides_and_the_verdict()
    {
        await RunAsync("explain endings/must fake");

        Output.ToString().Should().Contain("origin 1: 22 bytes").And.Contain(@"CONNECT a:1 HTTP/1.1\r\n")
            .And.Contain("What must be is").And.Contain("RFC 9110 §2 (MUST)").And.Contain("fail: it is not")
            .And.Contain("why it matters: Nothing that is built on it works.").And.Contain("one line of log")
            .And.Contain("reading: Read as it stands.");
        Regex.Replace(Output.ToString(), @"\s+", " ").Should()
            .Contain("If you disagree with this verdict, open an issue in this project's issue tracker, using the "
            + "'Wrong verdict' form, with: the row's id, endings/must; the sentence of RFC 9110 §2 that you read "
            + "differently, and how; and this output.");
    }

    [Test]
    public async Task The_report_on_the_terminal_has_what_a_vendor_needs()
    {
        await RunAsync("run fake --filter endings/*,dependencies/on-fail --wait scenario=200ms");

        var text = Output.ToString();
        text.Should().Contain("FAIL endings/must on fake: What must be is")
            .And.Contain("RFC 9110 §2 (MUST): it is not")
            .And.NotContain(@"CONNECT a:1 HTTP/1.1\r\n", "the exchange is shown when asked for")
            .And.Contain("ConformanceKit.SamplePack explain endings/must fake")
            .And.Contain("warn endings/warn on fake: practice: this is odd")
            .And.Contain("n/a endings/not-applicable")
            .And.Contain("BLOCKED dependencies/on-fail")
            .And.Contain("one line of log");
        Opened.Should().OnlyContain(proxy => proxy.Disposed);
    }

    [Test]
    public async Task A_proxy_that_never_starts_is_said_once()
    {
        await RunAsync("run unstartable --filter endings/*");

        Output.ToString().Trim().Split(Environment.NewLine).Should().SatisfyRespectively(
            line => line.Should().StartWith("done in"),
            line => line.Should().Be("unstartable: not graded: no engine here"));
        Errors.ToString().Should().NotContain("endings/").And.NotContain("no engine here");
    }
}
