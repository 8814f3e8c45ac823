using ConformanceKit.Model;
using ConformanceKit.Running.Baselines;
using ConformanceKit.Running.Cases;
using ConformanceKit.Running.Catalogue;
using ConformanceKit.Running.Engine;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Running;

internal sealed class RunResultTests
{
    private static readonly Baseline s_expecting = new("p", "", [new("a/b", Verdict.Fail, "known")]);

    [TestCase(Verdict.Pass, false, 0)]
    [TestCase(Verdict.Warning, false, 0)]
    [TestCase(Verdict.NotApplicable, false, 0)]
    [TestCase(Verdict.Info, false, 0)]
    [TestCase(Verdict.Fail, false, 1)]
    [TestCase(Verdict.Blocked, false, 1)]
    [TestCase(Verdict.HarnessError, false, 3)]
    [TestCase(Verdict.Fail, true, 0)]
    [TestCase(Verdict.Pass, true, 1)]
    [TestCase(Verdict.Warning, true, 1)]
    [TestCase(Verdict.HarnessError, true, 3)]
    public void The_exit_code_follows_from_the_verdict_and_the_baseline(Verdict verdict, bool hasBaseline, int expected) =>
        ResultOf(hasBaseline ? s_expecting : null, [Result(verdict)]).ExitCode().Should().Be(expected);

    [Test]
    public void Rounds_that_disagree_are_flaky_and_not_accepted()
    {
        var outcome = CaseOutcome.Of([Result(Verdict.Pass), Result(Verdict.Warning), Result(Verdict.Pass)], null,
            Profile.Default);

        outcome.Result.Verdict.Should().Be(Verdict.Warning);
        outcome.Flaky.Should().Be("pass 2, warning 1");
        ResultOf(null, [Result(Verdict.Pass), Result(Verdict.Warning)]).ExitCode().Should().Be(1);
        CaseOutcome.Of([Result(Verdict.Fail), Result(Verdict.Fail)], null, Profile.Default).Flaky.Should().BeEmpty();
        CaseOutcome.Of([Result(Verdict.Fail), Result(Verdict.HarnessError)], null, Profile.Default).Result.Verdict
            .Should().Be(Verdict.HarnessError);
    }

    [Test]
    public void An_interruption_has_an_exit_code_of_its_own() =>
        (ResultOf(null, [Result(Verdict.Fail)]) with { Interrupted = true }).ExitCode().Should().Be(130);

    private static RunResult ResultOf(Baseline? baseline, IReadOnlyList<ScenarioResult> rounds) => new(
        DateTimeOffset.UnixEpoch,
        TimeSpan.Zero,
        [new("p", new HashSet<string>(), null, baseline, [CaseOutcome.Of(rounds, baseline, Profile.Default)], "", TimeSpan.Zero,
            "p")],
        rounds.Count,
        rounds.Count,
        Interrupted: false);

    private static ScenarioResult Result(Verdict verdict) =>
        new(new("a/b", "practice", Level.Must, "title"), verdict, "", "", TimeSpan.Zero, []);
}
