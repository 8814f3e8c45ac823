using ConformanceKit.Model;
using ConformanceKit.Reporting;
using ConformanceKit.Running.Baselines;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Reporting;

/// <summary>The counts are what a script reads.</summary>
internal sealed class CountsReportTests
{
    [Test]
    public void Every_verdict_has_its_line() => CountsReport.Write(SampleReport.Build()).Should().Be(
        "pass=1\nfail=1\nwarning=1\nnot-applicable=1\nblocked=1\nharness-error=1\ninfo=1\nunexpected-warning=1\n");

    [Test]
    public void A_warning_that_the_baseline_expects_is_counted_but_is_not_unexpected()
    {
        var baseline = new Baseline("squid", "", [new("group/warning", Verdict.Warning, "known")]);

        CountsReport.Write(SampleReport.Build(baseline)).Should().Contain("\nwarning=1\n").And.EndWith("unexpected-warning=0\n");
    }
}
