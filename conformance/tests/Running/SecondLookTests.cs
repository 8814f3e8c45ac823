using ConformanceKit.Model;
using ConformanceKit.Running.Baselines;
using ConformanceKit.Running.Cases;
using ConformanceKit.Running.Catalogue;
using ConformanceKit.Running.Engine;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Running;

internal sealed class SecondLookTests
{
    private static readonly Requirement s_row = new("g/r", "practice", Level.Must, "It holds");
    private static readonly Baseline s_expectsPass = new("p", "1.0", []);
    private static readonly Baseline s_expectsFail = new("p", "1.0", [new("g/r", Verdict.Fail, "known")]);

    [TestCase(Verdict.Fail, ReasonIds.ReplyTimeout, true)]
    [TestCase(Verdict.Warning, ReasonIds.TooSlow, true)]
    [TestCase(Verdict.HarnessError, "harness", true)]
    [TestCase(Verdict.Fail, ReasonIds.FieldPresent, false)]
    [TestCase(Verdict.Pass, "", false)]
    public void Without_a_baseline_what_was_late_is_run_again(Verdict verdict, string reasonId, bool isNeeded) =>
        new SecondLook(Profile.Default).IsNeeded("p", Result(verdict, reasonId), null).Should().Be(isNeeded);

    [Test]
    public void With_a_baseline_what_differs_from_it_is_run_again_also_a_pass()
    {
        var look = new SecondLook(Profile.Default);

        look.IsNeeded("p", Result(Verdict.Fail, ReasonIds.FieldPresent), s_expectsPass).Should().BeTrue();
        look.IsNeeded("p", Result(Verdict.Pass, ""), s_expectsFail).Should().BeTrue();
        look.IsNeeded("p", Result(Verdict.Fail, ReasonIds.ReplyTimeout), s_expectsFail).Should().BeFalse();
    }

    [Test]
    public void The_verdict_that_was_found_alone_counts_and_the_other_one_is_told()
    {
        var look = new SecondLook(Profile.Default);
        var (late, holds) = (Result(Verdict.Fail, ReasonIds.ReplyTimeout), Result(Verdict.Pass, ""));

        look.Confirmed("p", late, holds).Should().Be(
            holds with { Repeated = "run again alone, since beside others it was fail: reply-timeout" });
        look.Confirmed("p", late, late).Repeated.Should().Be("run again alone: the same verdict");
    }

    [Test]
    public void A_proxy_that_is_always_late_does_not_make_everything_run_twice()
    {
        var look = new SecondLook(Profile.Default);
        var late = Result(Verdict.Fail, ReasonIds.ReplyTimeout) with { Duration = TimeSpan.FromSeconds(10) };

        for (var times = 0; times < 2; times++)
        {
            look.IsNeeded("p", late, null).Should().BeTrue();
            look.Confirmed("p", late, late);
        }

        look.IsNeeded("p", late, null).Should().BeFalse();
        look.IsNeeded("another", late, null).Should().BeTrue();
    }

    private static ScenarioResult Result(Verdict verdict, string reasonId) =>
        new(s_row, verdict, reasonId, reasonId, TimeSpan.FromSeconds(1), []);
}
