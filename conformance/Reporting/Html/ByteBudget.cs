using ConformanceKit.Model;

namespace ConformanceKit.Reporting.Html;

/// <summary>
/// How many bytes a site shows, so that it stays small enough to be opened and published however much was recorded.
/// </summary>
internal sealed class ByteBudget
{
    private const int WholeSite = 5_000_000;
    private const int Least = 1_000;
    private const int Most = 64_000;
    private const int MoreWhereItMatters = 3;

    private readonly int _panel;

    /// <summary>Divides the bytes among the panels of a report.</summary>
    public ByteBudget(Report report)
    {
        var scenarios = report.Proxies.SelectMany(proxy => proxy.Scenarios).ToList();
        _panel = Math.Clamp(WholeSite / Math.Max(1, scenarios.Sum(Weight)), Least, Most);
    }

    /// <summary>How many bytes the panel of one case on one proxy may show.</summary>
    public int Of(ScenarioReport scenario) => _panel * Weight(scenario);

    /// <summary>
    /// How many bytes to show of each event so that together they are within the budget: the long ones are cut first.
    /// </summary>
    /// <param name="lengths">How long each event's bytes are in writing.</param>
    /// <param name="budget">How long they may be together.</param>
    public static int PerEvent(IEnumerable<int> lengths, int budget)
    {
        var sorted = lengths.Order().ToList();
        for (var at = 0; at < sorted.Count; at++)
        {
            var share = budget / (sorted.Count - at);
            if (sorted[at] > share)
                return share;
            budget -= sorted[at];
        }
        return int.MaxValue;
    }

    private static int Weight(ScenarioReport scenario) =>
        scenario.Verdict is Verdict.Fail or Verdict.Warning or Verdict.HarnessError ? MoreWhereItMatters : 1;
}
