using ConformanceKit.Model;

namespace ConformanceKit.Reporting;

/// <summary>Which fails to read first.</summary>
internal static class WorstFails
{
    /// <summary>How many are worth naming at the end of a run.</summary>
    public const int Most = 5;

    /// <summary>
    /// The worst unexpected fails, one for each row: first what endangers users, even if it only warns; then what ended the
    /// proxy's program, then what blocks most other cases, then broken keywords before broken prose. So that they show different
    /// problems, a group or a reason comes again only after the others. Of several proxies, each has its worst one named before
    /// any has a second.
    /// </summary>
    /// <param name="proxies">What was found.</param>
    /// <param name="most">How many to name.</param>
    public static IReadOnlyList<(ProxyReport Proxy, ScenarioReport Scenario)> Of(
        IReadOnlyList<ProxyReport> proxies, int most = Most) =>
    [
        .. proxies.Where(proxy => !NoAnswer.IsAllOf(proxy))
            .SelectMany(proxy => Varied([.. Ranked(proxy).DistinctBy(scenario => Requirement.RowOf(scenario.Id))])
                .Select((scenario, rank) => (Proxy: proxy, Scenario: scenario, Rank: rank)))
            .OrderBy(entry => entry.Rank).Take(most).OrderBy(entry => entry.Scenario.IsBreach() ? 0 : 1)
            .Select(entry => (entry.Proxy, entry.Scenario)),
    ];

    /// <summary>All unexpected fails on one proxy, in that order.</summary>
    public static IEnumerable<ScenarioReport> Ranked(ProxyReport proxy)
    {
        var blocked = proxy.Scenarios.Where(scenario => scenario.Verdict == Verdict.Blocked).ToList();
        return proxy.Scenarios
            .Where(scenario => (scenario.Verdict == Verdict.Fail || scenario.IsBreach()) && scenario.Baseline?.Drift != false)
            .OrderBy(scenario => scenario.IsBreach() ? 0 : 1)
            .ThenBy(scenario => scenario.ReasonId == ReasonIds.ProxyEnded ? 0 : 1)
            .ThenByDescending(scenario => blocked.Count(other => IsBlockedBy(other, scenario.Id)))
            .ThenBy(scenario => scenario.Keyword.StartsWith("MUST", StringComparison.Ordinal) ? 0 : 1)
            .ThenBy(scenario => scenario.Id, StringComparer.Ordinal);
    }

    // Always the first of those whose group and reason have been named least; but what endangers users before anything else.
    private static IEnumerable<ScenarioReport> Varied(List<ScenarioReport> left)
    {
        var (groups, reasons) = (new Dictionary<string, int>(), new Dictionary<string, int>());
        while (left.MinBy(scenario => (scenario.IsBreach() ? 0 : 1, Named(scenario))) is { } next)
        {
            left.Remove(next);
            groups[next.Group] = groups.GetValueOrDefault(next.Group) + 1;
            reasons[next.ReasonId] = reasons.GetValueOrDefault(next.ReasonId) + 1;
            yield return next;
        }

        int Named(ScenarioReport scenario) =>
            groups.GetValueOrDefault(scenario.Group) + reasons.GetValueOrDefault(scenario.ReasonId);
    }

    private static bool IsBlockedBy(ScenarioReport blocked, string id) =>
        blocked.Reason.StartsWith($"depends on {id},", StringComparison.Ordinal);
}
