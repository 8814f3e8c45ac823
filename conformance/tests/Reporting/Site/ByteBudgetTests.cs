using ConformanceKit.Reporting.Html;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Reporting.Site;

internal sealed class ByteBudgetTests
{
    [TestCase(new[] { 10, 20, 30 }, 60, int.MaxValue, TestName = "Everything fits")]
    [TestCase(new[] { 10, 1000, 1000 }, 210, 100, TestName = "Long ones share what short ones leave")]
    [TestCase(new[] { 500, 500 }, 100, 50, TestName = "All are cut alike")]
    [TestCase(new int[0], 100, int.MaxValue, TestName = "Nothing to cut")]
    public void The_long_ones_are_cut_first(int[] lengths, int budget, int expected)
    {
        var share = ByteBudget.PerEvent(lengths, budget);

        share.Should().Be(expected);
        lengths.Sum(length => Math.Min(length, share)).Should().BeLessThanOrEqualTo(budget);
    }

    [Test]
    public void What_failed_may_show_more()
    {
        var report = SampleReport.Build();
        var budget = new ByteBudget(report);
        var scenarios = report.Proxies[0].Scenarios.ToDictionary(scenario => scenario.Id);

        budget.Of(scenarios["group/fail"]).Should().BeGreaterThan(budget.Of(scenarios["group/pass"]));
    }
}
