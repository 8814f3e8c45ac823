using ConformanceKit.CommandLine.Options;
using ConformanceKit.Model;
using ConformanceKit.Reporting;
using ConformanceKit.Reporting.Terminal;
using ConformanceKit.SamplePack;
using FluentAssertions;
using NUnit.Framework;
using Spectre.Console;

namespace ConformanceKit.Tests.Reporting;

internal sealed class TerminalTests
{
    [Test]
    public void What_a_proxy_sent_is_never_taken_for_markup_or_control()
    {
        using var output = new StringWriter();
        var console = new CommandContext(typeof(Endings).Assembly, output, TextWriter.Null, (_, _) => new([])).Console();

        new TerminalReport(console, verbose: true).Print(SampleReport.Build());

        output.ToString().Should().Contain("[markup]").And.NotContain("\u001b[");
    }

    [Test]
    public void The_matrix_has_a_column_per_proxy_and_a_word_per_verdict()
    {
        using var output = new StringWriter();
        var console = new CommandContext(typeof(Endings).Assembly, output, TextWriter.Null, (_, _) => new([])).Console();
        var squid = SampleReport.Build(new("squid", "", [new("group/fail", Verdict.Fail, "known")])).Proxies[0];
        var other = SampleReport.Build().Proxies[0] with { Name = "a-proxy-with-a-long-name" };

        new TerminalMatrix(console, verbose: false).Print([squid, other]);

        var lines = output.ToString().Split('\n').Select(line => line.TrimEnd()).ToList();
        lines.TakeWhile(line => line.Length > 0).Should().HaveCount(8).And.OnlyContain(line => line.Length <= 80);
        lines[0].Should().StartWith("group").And.EndWith("squid       a-p…ng-name");
        lines.Should().Contain(line => line.StartsWith("  fail ") && line.EndsWith("FAIL =      FAIL"));
        lines.Should().Contain(line => line.StartsWith("  warning ") && line.EndsWith("warn !      warn"));
        lines.Should().Contain(
            line => line.StartsWith("squid 5.7: 1 pass, 1 fail, 1 warning, 1 not-applicable, 1 blocked, 1 harness-error"));
    }

    [Test]
    public void A_long_matrix_has_the_rows_that_say_something()
    {
        var squid = SampleReport.Build(new("squid", "", [new("group/fail", Verdict.Fail, "known")])).Proxies[0];
        var pass = squid.Scenarios.Single(scenario => scenario.Verdict == Verdict.Pass);
        squid = squid with
        {
            Scenarios = [.. squid.Scenarios, .. Enumerable.Range(10, 50).Select(at => pass with { Id = $"group/{at}" })],
        };
        var plain = squid with { Name = "plain", HasBaseline = false, Scenarios = [.. squid.Scenarios.Select(Ungraded)] };

        Printed([squid], verbose: false).Should().Contain("FAIL =").And.NotContain("  59 ")
            .And.Contain("... and 51 rows that pass (--verbose shows them)");
        Printed([squid, plain], verbose: false).Should()
            .Contain("... and 51 rows where every proxy passes (--verbose shows them)");
        Printed([squid, squid, squid, squid], verbose: false).Should().NotContain("FAIL =").And.Contain("warn !");
        Printed([squid, plain, squid, squid], verbose: false).Should().Contain("FAIL =      FAIL");
        Printed([squid], verbose: true).Should().Contain("  59 ").And.NotContain("... and");

        static ScenarioReport Ungraded(ScenarioReport scenario) => scenario with { Baseline = null };
    }

    [TestCase("vendor-proxy-01 vendor-proxy-02", "ven…roxy-01 ven…roxy-02")]
    [TestCase("http://127.0.0.1:3128 http://127.0.0.1:3129", "htt….1:3128 htt….1:3129")]
    [TestCase("squid-6.13-on-alpine squid-7.00-on-alpine", "squid…3-on-alpine squid…0-on-alpine")]
    [TestCase("same same", "same same")]
    public void Names_that_are_cut_remain_different(string names, string expected)
    {
        var all = names.Split(' ');
        var columns = new ColumnNames(all, least: 11);

        string.Join(' ', all.Select(columns.Of)).Should().Be(expected);
    }

    [TestCase(Verdict.Pass, "squid 5.7: 1 pass; as the baseline expects")]
    [TestCase(Verdict.HarnessError, "squid 5.7: 1 harness-error")]
    public void Only_what_ran_can_be_as_the_baseline_expects(Verdict verdict, string expected)
    {
        using var output = new StringWriter();
        var console = new CommandContext(typeof(Endings).Assembly, output, TextWriter.Null, (_, _) => new([])).Console();
        var squid = SampleReport.Build(new("squid", "", [])).Proxies[0];

        new TerminalMatrix(console, verbose: false).Print([squid with
        {
            Time = SampleReport.Time(),
            Scenarios = [squid.Scenarios[0] with { Verdict = verdict, Baseline = new(Verdict.Pass, "", Drift: false) }],
        }]);

        output.ToString().Split('\n').Select(line => line.TrimEnd()).Should().Contain(expected);
    }

    [Test]
    public void Where_the_time_went_is_told_in_lines_that_fit()
    {
        using var output = new StringWriter();
        var console = new CommandContext(typeof(Endings).Assembly, output, TextWriter.Null, (_, _) => new([])).Console();

        new TerminalTime(console).Print(SampleReport.Full(), TimeSpan.FromSeconds(0.25));

        output.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Should().Equal(
            "Where the time went",
            "0.40 s until the run began: loading the program and the suite",
            "squid: 1.00 s for its image, 0.50 s until it was ready",
            "squid: scenarios took 4.00 s, 6.00 s added up: 1.5 at once on average, with 32 workers",
            "squid: no scenario was left to start for the last 1.50 s",
            "0.90 s  3 × silence that proves something (wait 'quiet')",
            "0.04 s  2 × setting up origins",
            "4.00 s  group/pass, started at 0.00 s; the run waited for it at the end",
            "2.00 s  group/fail, started at 0.50 s",
            "0.25 s writing the reports");
    }

    [Test]
    public void Nothing_that_was_sent_is_taken_for_an_emoji()
    {
        using var output = new StringWriter();
        var console = new CommandContext(typeof(Endings).Assembly, output, TextWriter.Null, (_, _) => new([])).Console();
        var sample = SampleReport.Build();
        var scenarios = sample.Proxies[0].Scenarios.Select(scenario => scenario with { Reason = "Via: 1.1 :warning::[x]: a" });

        new TerminalReport(console, verbose: true).Print(sample with
        {
            Proxies = [sample.Proxies[0] with { Scenarios = [.. scenarios], Log = "ab :skull: cd" }],
        });

        output.ToString().Should().Contain(" (MUST NOT): Via: 1.1 :warning::[x]: a").And.Contain("ab :skull: cd")
            .And.NotContain("default");
    }

    [TestCase(20)]
    [TestCase(33)]
    [TestCase(80)]
    public void No_line_ends_in_blanks_and_no_word_is_lost(int width)
    {
        using var output = new StringWriter();
        var console = new CommandContext(typeof(Endings).Assembly, output, TextWriter.Null, (_, _) => new([])).Console();
        console.Profile.Width = width;
        var words = string.Join(' ', Enumerable.Range(1, 40).Select(number => new string('x', 1 + (number % 9))));

        console.Indented($"{words}");
        TerminalText.MarkupLineInterpolated(console, $"[bold]{words}[/]  ");
        console.WriteLine("a  ");
        console.OneLine(words);

        var lines = output.ToString().Split('\n');
        lines.Should().OnlyContain(line => line.Length <= width && !line.EndsWith(' '));
        string.Join(' ', output.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Should().StartWith($"{words} {words} a ");
        lines[^2].Should().EndWith("…");
    }

    [Test]
    public void Of_a_long_run_what_the_baseline_expects_is_counted()
    {
        var report = SampleReport.Full();
        var known = report.Proxies[0].Scenarios.Single(scenario => scenario.Verdict == Verdict.Fail);
        var proxy = report.Proxies[0] with
        {
            Scenarios =
            [
                .. report.Proxies[0].Scenarios, .. Enumerable.Range(10, 50).Select(at => known with { Id = $"group/{at}" }),
            ],
        };

        var (brief, all) = (Printed(verbose: false), Printed(verbose: true));

        brief.Should().Contain("... and 51 more on squid, as the baseline expects (=; --verbose says why)")
            .And.Contain("group/not-applicable on squid").And.NotContain("group/10 on squid");
        all.Should().Contain("group/10 on squid").And.NotContain("... and");

        string Printed(bool verbose)
        {
            using var output = new StringWriter();
            var console = new CommandContext(typeof(Endings).Assembly, output, TextWriter.Null, (_, _) => new([])).Console();
            new TerminalReport(console, verbose).Print(report with { Proxies = [proxy] });
            return output.ToString();
        }
    }

    [Test]
    public void What_endangers_users_comes_first_and_is_called_so()
    {
        using var output = new StringWriter();
        var console = new CommandContext(typeof(Endings).Assembly, output, TextWriter.Null, (_, _) => new([])).Console();
        var report = SampleReport.OfClient();

        new TerminalReport(console, verbose: false).Print(report);
        new TerminalSummary(console, "kit").Print(report, []);

        var lines = output.ToString().Split('\n');
        lines.SkipWhile(line => line != "group").Skip(1).First().Should().MatchRegex("^  warning \\(security\\) +warn$");
        lines.First(line => line.Split(' ')[0] is "warn" or "FAIL").Should()
            .StartWith("warn security group/warning on curl: A title");
        lines.SkipWhile(line => !line.StartsWith("done in", StringComparison.Ordinal)).Skip(2).First()
            .Should().StartWith("warn security group/warning: ");
    }

    [Test]
    public void Clients_are_not_called_proxies()
    {
        var client = SampleReport.OfClient().Proxies[0];
        client = client with
        {
            Scenarios =
            [
                .. Enumerable.Range(10, 50).Select(at => client.Scenarios[0] with { Id = $"group/{at}" }),
            ],
        };

        Printed([client, client with { Name = "wget" }], verbose: false).Should()
            .Contain("... and 50 rows where every client passes").And.NotContain("prox");
        using var output = new StringWriter();
        var console = new CommandContext(typeof(Endings).Assembly, output, TextWriter.Null, (_, _) => new([])).Console();
        new TerminalSummary(console, "kit").Print(
            SampleReport.OfClient() with { Proxies = [client with { Name = "scripted" }] }, []);
        output.ToString().Should().Contain(
            "Next: grade a client of your own: kit client --command 'curl -x {proxy} --cacert {ca} {url}'");
    }

    [Test]
    public void Proxies_and_clients_have_a_matrix_each()
    {
        var printed = Printed([SampleReport.OfClient().Proxies[0], SampleReport.Build().Proxies[0]], verbose: false);

        printed.Split('\n').Where(line => line.StartsWith("group", StringComparison.Ordinal)).Should().HaveCount(2);
        printed.IndexOf("squid 5.7:", StringComparison.Ordinal).Should()
            .BeLessThan(printed.IndexOf("warning (security)", StringComparison.Ordinal));
    }

    [TestCase("plain/id-1", "plain/id-1")]
    [TestCase("http://u:p@h:1", "http://u:p@h:1")]
    [TestCase("two words", "'two words'")]
    [TestCase("it's", @"'it'\''s'")]
    [TestCase("", "''")]
    public void Arguments_are_quoted_for_a_shell(string argument, string quoted) =>
        ShellWord.Quoted(argument).Should().Be(quoted);

    private static string Printed(IReadOnlyList<ProxyReport> proxies, bool verbose)
    {
        using var output = new StringWriter();
        var console = new CommandContext(typeof(Endings).Assembly, output, TextWriter.Null, (_, _) => new([])).Console();
        new TerminalMatrix(console, verbose).Print(proxies);
        return output.ToString();
    }
}
