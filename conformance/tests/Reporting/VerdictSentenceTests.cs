using ConformanceKit.Model;
using ConformanceKit.Reporting;
using ConformanceKit.Reporting.Terminal;
using FluentAssertions;
using NUnit.Framework;
using Spectre.Console;

namespace ConformanceKit.Tests.Reporting;

internal sealed class VerdictSentenceTests
{
    private static readonly ProxyReport s_proxy = SampleReport.Build().Proxies[0] with { Time = SampleReport.Time() };

    [TestCase("conformant: every MUST and SHOULD holds (1 case graded, 1 not applicable)", Verdict.Pass, Verdict.NotApplicable)]
    [TestCase("conformant: every MUST holds; 1 SHOULD not followed (2 cases graded, 0 not applicable)", Verdict.Pass,
        Verdict.Warning)]
    [TestCase("not conformant: 2 MUST broken, 1 SHOULD, 1 blocked by what it depends on (3 cases graded, 0 not applicable)",
        Verdict.Fail, Verdict.Fail, Verdict.Warning, Verdict.Blocked)]
    [TestCase("not conformant: 1 MUST broken, 2 blocked by what they depend on (1 case graded, 0 not applicable)",
        Verdict.Fail, Verdict.Blocked, Verdict.Blocked)]
    [TestCase("undecided, for 1 harness error; 1 MUST broken in the rest", Verdict.HarnessError, Verdict.Fail)]
    [TestCase("nothing was graded: 1 not applicable, the rest only recorded", Verdict.NotApplicable, Verdict.Info)]
    public void The_verdict_is_one_line(string expected, params Verdict[] verdicts) =>
        VerdictSentence.Of(With(verdicts), interrupted: false).Should().Be(expected);

    [Test]
    public void A_baseline_is_what_counts_where_there_is_one()
    {
        var proxy = With(Verdict.Fail, Verdict.Pass) with { HasBaseline = true };

        VerdictSentence.Of(proxy, interrupted: false).Should().Be(
            "nothing new: 1 MUST broken, all known from its baseline (2 cases graded, 0 not applicable)");
        VerdictSentence.Of(proxy with
        {
            Scenarios = [proxy.Scenarios[0], proxy.Scenarios[1] with { Baseline = new(Verdict.Fail, "", Drift: true) }],
        }, interrupted: true).Should()
            .Be("so far differs from its baseline in 1 verdict (2 cases graded, 0 not applicable)");
    }

    [TestCase("conformant: every MUST and SHOULD holds, as its baseline expects (1 case graded, 1 not applicable)",
        Verdict.Pass, Verdict.NotApplicable)]
    [TestCase("conformant: every MUST holds; 1 SHOULD not followed, as its baseline expects (1 case graded, 0 not applicable)",
        Verdict.Warning)]
    public void What_breaks_no_MUST_is_conformant_with_a_baseline_too(string expected, params Verdict[] verdicts) =>
        VerdictSentence.Of(With(verdicts) with { HasBaseline = true }, interrupted: false).Should().Be(expected);

    [Test]
    public void The_worst_show_different_problems()
    {
        var proxy = With([.. Enumerable.Repeat(Verdict.Fail, 7), Verdict.Pass]);
        string[] fails = ["a/1 status", "a/2 status", "a/3 field", "b/1 status", "b/2 bytes", "c/1 status", "d/1 bytes"];
        var scenarios = proxy.Scenarios.Zip(fails, (scenario, fail) =>
            scenario with { Id = fail.Split(' ')[0], Group = fail[..1], ReasonId = fail.Split(' ')[1] });
        IReadOnlyList<ProxyReport> proxies = [proxy with { Scenarios = [.. scenarios.Reverse(), proxy.Scenarios[7]] }];

        WorstFails.Of(proxies).Select(worst => worst.Scenario.Id).Should().Equal("a/1", "b/2", "a/3", "c/1", "d/1");
        WorstFails.Of(proxies, int.MaxValue).Should().HaveCount(7);
    }

    [Test]
    public void A_program_that_ended_in_mid_run_has_that_said_and_what_to_do_about_it()
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 300;
        var ended = With(Verdict.Fail, Verdict.Blocked) with { Ended = "exit code 7" };

        new TerminalSummary(console, "kit").PrintSaved(SampleReport.Build() with { Proxies = [ended, s_proxy, ended] }, []);

        output.ToString().Should().Contain("squid 5.7: not conformant: 1 MUST broken, 1 blocked (1 case graded, 0 not "
            + "applicable); its program ended in mid-run (exit code 7)")
            .And.Contain("--wait restart=TIME", Exactly.Once());
    }

    [Test]
    public void What_blocks_most_is_worst_and_a_row_is_named_once()
    {
        var proxy = With([.. Enumerable.Repeat(Verdict.Fail, 6), Verdict.Blocked]);
        string[] ids = ["g/prose", "g/row/a", "g/row/b", "g/must", "g/needed", "g/ended", "g/blocked"];
        var scenarios = proxy.Scenarios.Select((scenario, at) => scenario with { Id = ids[at] }).ToList();
        scenarios[0] = scenarios[0] with { Keyword = "text" };
        scenarios[5] = scenarios[5] with { ReasonId = ReasonIds.ProxyEnded };
        scenarios[6] = scenarios[6] with { Reason = "depends on g/needed, which failed: x" };

        WorstFails.Of([proxy with { Scenarios = scenarios }]).Select(worst => worst.Scenario.Id)
            .Should().Equal("g/ended", "g/needed", "g/must", "g/row/a", "g/prose");
    }

    [TestCase("patience", true)]
    [TestCase("quiet", false)]
    public void A_long_end_is_explained(string use, bool hasHint)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 300;
        var time = SampleReport.Time() with { TailMs = 24_000, Uses = [new(use, 1, 24_000)] };
        var report = SampleReport.Build() with { Proxies = [s_proxy with { Time = time }] };

        new TerminalSummary(console, "kit").Print(report, []);

        output.ToString().Should().Contain("For the last 24.00 s the run waited for group/pass on squid.");
        output.ToString().Contains("--wait dial=5s", StringComparison.Ordinal).Should().Be(hasHint);
    }

    private static ProxyReport With(params Verdict[] verdicts) => s_proxy with
    {
        Scenarios =
        [
            .. verdicts.Select(
                (verdict, at) => s_proxy.Scenarios[0] with { Id = $"group/{at}", Verdict = verdict, Reason = "x" }),
        ],
    };
}
