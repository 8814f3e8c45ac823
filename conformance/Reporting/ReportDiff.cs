using ConformanceKit.Model;

namespace ConformanceKit.Reporting;

/// <summary>What changed from one report to a later one.</summary>
/// <param name="Regressed">Worse than before.</param>
/// <param name="Fixed">Better than before.</param>
/// <param name="New">Only in the later report.</param>
/// <param name="Removed">Only in the earlier report.</param>
internal sealed record ReportDiff(
    IReadOnlyList<string> Regressed, IReadOnlyList<string> Fixed, IReadOnlyList<string> New, IReadOnlyList<string> Removed)
{
    /// <summary>Compares two reports, scenario by scenario on each proxy of the same name.</summary>
    public static ReportDiff Between(RunReport older, RunReport newer)
    {
        var (before, after) = (ByKey(older), ByKey(newer));
        var both = before.Keys.Where(after.ContainsKey).Order(StringComparer.Ordinal).ToList();
        string Change(string key) => $"{key}: {VerdictNames.Of(before[key])} -> {VerdictNames.Of(after[key])}";
        string Only(string key, Dictionary<string, Verdict> side) => $"{key}: {VerdictNames.Of(side[key])}";
        return new(
            [.. both.Where(key => Badness(after[key]) > Badness(before[key])).Select(Change)],
            [.. both.Where(key => Badness(after[key]) < Badness(before[key])).Select(Change)],
            [.. after.Keys.Where(key => !before.ContainsKey(key)).Order(StringComparer.Ordinal).Select(key => Only(key, after))],
            [.. before.Keys.Where(key => !after.ContainsKey(key)).Order(StringComparer.Ordinal).Select(key => Only(key, before))]);
    }

    private static Dictionary<string, Verdict> ByKey(RunReport report) => report.Proxies
        .SelectMany(proxy => proxy.Scenarios, (proxy, scenario) => (Key: $"{proxy.Name} {scenario.Id}", scenario.Verdict))
        .DistinctBy(entry => entry.Key)
        .ToDictionary(entry => entry.Key, entry => entry.Verdict);

    private static int Badness(Verdict verdict) => verdict switch
    {
        Verdict.Pass or Verdict.Info or Verdict.NotApplicable => 0,
        Verdict.Warning => 1,
        _ => 2,
    };
}
