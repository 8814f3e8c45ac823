using ConformanceKit.ReferenceProxy.Benchmarks.Reporting;

namespace ConformanceKit.ReferenceProxy.Tests.Benchmarks;

/// <summary>Medians, ratios, goals and growth.</summary>
internal sealed class StatisticsTests
{
    [Test]
    public void The_median_of_an_odd_number_is_the_one_in_the_middle() =>
        Statistics.Of([9, 1, 5]).Should().Be(new Statistics(5, 1, 9, 3));

    [Test]
    public void The_median_of_an_even_number_is_between_the_two_in_the_middle() =>
        Statistics.Of([4, 1, 2, 9]).Median.Should().Be(3);

    [Test]
    public void The_spread_is_half_of_the_range_as_a_part_of_the_median() =>
        Statistics.Of([90, 100, 120]).Spread.Should().BeApproximately(0.15, 1e-9);

    [TestCase(1234.6, "1,235")]
    [TestCase(12.345, "12.3")]
    [TestCase(1.2345, "1.23")]
    [TestCase(0.12345, "0.123")]
    public void A_value_has_three_digits_that_count(double value, string text) => Numbers.Value(value).Should().Be(text);

    [Test]
    public void A_ratio_is_the_median_of_the_reference_divided_by_that_of_the_peer()
    {
        var report = Reports.Of(
            Reports.Samples("reference", Reports.Bulk, 1, 3, 2), Reports.Samples("squid", Reports.Bulk, 4, 4, 5));
        var bulk = report.Measures.Should().ContainSingle().Subject;
        bulk.Ratio("squid").Should().Be(0.5);
        bulk.Ratio("reference").Should().BeNull();
        bulk.Ratio("apache").Should().BeNull();
    }

    [Test]
    public void The_direction_of_a_measure_says_who_is_better()
    {
        var report = Reports.Of(Reports.Samples("reference", Reports.Bulk, 1),
            Reports.Samples("reference", Reports.RoundTrip, 1));
        report.Measures[0].ReferenceIsBetter(1.5).Should().BeTrue();
        report.Measures[1].ReferenceIsBetter(1.5).Should().BeFalse();
    }

    [Test]
    public void A_goal_is_of_the_ratio_to_the_best_of_the_peers()
    {
        var report = Reports.Of(
            Reports.Samples("reference", Reports.Bulk, 6), Reports.Samples("squid", Reports.Bulk, 3),
            Reports.Samples("apache", Reports.Bulk, 4));
        new Goal("bulk-1", GoalKind.AtLeast, 1.5, "squid", "apache").Of(report)
            .Should().Be(new GoalResult("bulk-1 at least 1.50 x the best of squid, apache", 1.5, true));
        new Goal("bulk-1", GoalKind.AtLeast, 2.1, "squid").Of(report)!.Reached.Should().BeFalse();
    }

    [Test]
    public void Where_less_is_better_the_best_of_the_peers_is_the_least()
    {
        var report = Reports.Of(
            Reports.Samples("reference", Reports.RoundTrip, 6),
            Reports.Samples("squid", Reports.RoundTrip, 12),
            Reports.Samples("apache", Reports.RoundTrip, 8));
        new Goal("round-trip-p50", GoalKind.AtMost, 0.7, "squid", "apache").Of(report)!.Figure.Should().Be(0.75);
    }

    [Test]
    public void A_goal_without_a_peer_is_of_the_value_itself() =>
        new Goal("bulk-1", GoalKind.AtMost, 5).Of(Reports.Of(Reports.Samples("reference", Reports.Bulk, 4)))
            .Should().Be(new GoalResult("bulk-1 at most 5.00", 4, true));

    [Test]
    public void A_goal_of_what_was_not_measured_has_no_result() =>
        new Goal("bulk-1", GoalKind.AtLeast, 1,
            "squid").Of(Reports.Of(Reports.Samples("reference", Reports.Bulk, 4))).Should().BeNull();

    [Test]
    public void The_measures_of_a_growth_come_together_by_their_quantity()
    {
        var growth = Growth.Of(Reports.Of(
            Reports.Samples("reference", Reports.Bulk with { Id = "growth-100-memory" }, 3),
            Reports.Samples("reference", Reports.Bulk with { Id = "growth-10-memory" }, 2),
            Reports.Samples("reference", Reports.Bulk, 7)).Measures);
        var memory = growth.Should().ContainSingle().Subject;
        memory.Quantity.Should().Be("memory");
        memory.Points.Should().Equal(new GrowthPoint(10, "reference", 2), new GrowthPoint(100, "reference", 3));
    }
}
