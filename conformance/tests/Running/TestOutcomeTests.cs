using ConformanceKit.Model;
using ConformanceKit.Running.Baselines;
using ConformanceKit.Running.Catalogue;
using ConformanceKit.Running.Testing;
using FluentAssertions;
using NUnit.Framework;
using NUnit.Framework.Interfaces;

namespace ConformanceKit.Tests.Running;

internal sealed class TestOutcomeTests
{
    private static readonly Baseline s_expecting = new("p", "", [new("a/b", Verdict.Warning, "known")]);
    private static readonly Baseline s_empty = new("p", "", []);

    [TestCase(Verdict.Pass, TestStatus.Passed)]
    [TestCase(Verdict.Info, TestStatus.Passed)]
    [TestCase(Verdict.Warning, TestStatus.Failed)]
    [TestCase(Verdict.Fail, TestStatus.Failed)]
    [TestCase(Verdict.Blocked, TestStatus.Failed)]
    [TestCase(Verdict.HarnessError, TestStatus.Failed)]
    [TestCase(Verdict.NotApplicable, TestStatus.Skipped)]
    public void Without_an_entry_a_pass_is_expected(Verdict verdict, TestStatus status) =>
        Outcome(verdict, s_empty).State.Status.Should().Be(status);

    [Test]
    public void What_the_baseline_expects_passes_with_its_justification()
    {
        var (state, message) = Outcome(Verdict.Warning, s_expecting);

        state.Status.Should().Be(TestStatus.Passed);
        message.Should().Be("warning, as the baseline expects: known");
    }

    [Test]
    public void What_the_baseline_knows_to_be_not_applicable_is_no_skip()
    {
        var known = new Baseline("p", "", [new("a/b", Verdict.NotApplicable, "not offered")]);

        var (state, message) = Outcome(Verdict.NotApplicable, known);

        state.Status.Should().Be(TestStatus.Passed);
        message.Should().Be("not-applicable, as the baseline expects: not offered");
        Outcome(Verdict.Fail, known).State.Status.Should().Be(TestStatus.Failed);
    }

    [Test]
    public void An_unexpected_pass_fails_with_both_verdicts()
    {
        var (state, message) = Outcome(Verdict.Pass, s_expecting);

        state.Status.Should().Be(TestStatus.Failed);
        message.Should().Contain("the baseline expects warning").And.Contain("pass: the title");
    }

    [Test]
    public void A_failure_tells_the_clause_the_reason_and_how_to_see_it_again() =>
        Outcome(Verdict.Fail, null).Message.Should().Contain("RFC 9110 §1 (MUST): because of this")
            .And.Contain("explain a/b p");

    [Test]
    public void A_warning_without_a_baseline_is_no_failure() =>
        Outcome(Verdict.Warning, null).State.Status.Should().Be(TestStatus.Passed);

    [Test]
    public void A_stopped_run_is_no_verdict() =>
        TestOutcome.Of(null, s_empty, Profile.Default, "p").State.Should().Be(ResultState.Cancelled);

    private static TestOutcome Outcome(Verdict verdict, Baseline? baseline) => TestOutcome.Of(
        new(new("a/b", "RFC 9110 §1", Level.Must, "the title"), verdict, "reason", "because of this", TimeSpan.Zero, []),
        baseline,
        Profile.Default,
        "explain a/b p");
}
