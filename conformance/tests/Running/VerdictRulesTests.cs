using ConformanceKit.Grading;
using ConformanceKit.Model;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Running;

internal sealed class VerdictRulesTests
{
    [TestCase(Level.Must, Verdict.Fail)]
    [TestCase(Level.MustNot, Verdict.Fail)]
    [TestCase(Level.Text, Verdict.Fail)]
    [TestCase(Level.Should, Verdict.Warning)]
    [TestCase(Level.ShouldNot, Verdict.Warning)]
    [TestCase(Level.Practice, Verdict.Warning)]
    [TestCase(Level.Info, Verdict.Info)]
    public void What_is_broken_is_graded_by_its_level(Level level, Verdict verdict)
    {
        VerdictRules.Judge(level, new RequirementBrokenException("some-reason", "text"), new())
            .Should().Be(new VerdictRules.Ruling(verdict, "some-reason", "text"));
        VerdictRules.Judge(level, new AssertionException("  Expected 1, but found 2.\n"), new())
            .Should().Be(new VerdictRules.Ruling(verdict, "assertion", "Expected 1, but found 2."));
    }

    [TestCase(Level.Must, Verdict.Pass)]
    [TestCase(Level.Practice, Verdict.Pass)]
    [TestCase(Level.Info, Verdict.Info)]
    public void What_holds_passes_unless_it_is_only_recorded(Level level, Verdict verdict) =>
        VerdictRules.Judge(level, null, new()).Verdict.Should().Be(verdict);

    [Test]
    public void Warnings_are_all_told_and_the_first_names_the_reason()
    {
        var findings = new Findings();
        findings.Warn("first", "one");
        findings.Warn("second", "two");

        VerdictRules.Judge(Level.Must, null, findings).Should()
            .BeEquivalentTo(new VerdictRules.Ruling(Verdict.Warning, "first", "one; two"));
    }

    [Test]
    public void A_failure_wins_over_a_warning_before_it()
    {
        var findings = new Findings();
        findings.Warn("first", "one");

        VerdictRules.Judge(Level.Must, new RequirementBrokenException("broken", "two"), findings).Verdict
            .Should().Be(Verdict.Fail);
        VerdictRules.Judge(Level.Must, new NotApplicableException("not here"), findings).Verdict
            .Should().Be(Verdict.NotApplicable);
        VerdictRules.Judge(Level.Must, new HarnessException("ours"), findings).Verdict.Should().Be(Verdict.HarnessError);
    }

    [Test]
    public void A_row_that_is_only_recorded_keeps_what_was_seen_before_it_broke()
    {
        var findings = new Findings();
        findings.Note("one");

        VerdictRules.Judge(Level.Info, new RequirementBrokenException("broken", "two"), findings)
            .Should().Be(new VerdictRules.Ruling(Verdict.Info, "broken", "one; two"));
    }

    [TestCase(Level.Practice, Verdict.Fail)]
    [TestCase(Level.Should, Verdict.Fail)]
    [TestCase(Level.Info, Verdict.Info)]
    public void What_claims_a_success_that_there_was_not_fails_at_any_level_that_is_graded(Level level, Verdict verdict) =>
        VerdictRules.Judge(level, new RequirementBrokenException("accepted", "text") { FailsAtAnyLevel = true }, new()).Verdict
            .Should().Be(verdict);

    [Test]
    public void A_row_that_is_only_recorded_is_never_a_warning()
    {
        var findings = new Findings();
        findings.Warn("first", "one");
        findings.Note("two");

        VerdictRules.Judge(Level.Info, null, findings).Should().Be(new VerdictRules.Ruling(Verdict.Info, "recorded", "one; two"));
    }

    [Test]
    public void Anything_unforeseen_is_a_fault_of_the_harness_with_its_stack()
    {
        var ruling = VerdictRules.Judge(Level.Info, new FormatException("odd"), new());

        ruling.Verdict.Should().Be(Verdict.HarnessError);
        ruling.Reason.Should().Be("FormatException: odd");
        ruling.Detail.Should().Contain("FormatException");
    }
}
