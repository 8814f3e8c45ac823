using ConformanceKit.Model;

namespace ConformanceKit.Reporting.Compare;

/// <summary>What changed from one report to another.</summary>
/// <param name="Versions">Versions that differ.</param>
/// <param name="Regressed">Worse than before.</param>
/// <param name="Fixed">Better than before.</param>
/// <param name="Changed">Neither: another verdict of the same weight, the same for another reason, or no longer shown.</param>
/// <param name="New">Only in the later report.</param>
/// <param name="Removed">Only in the earlier report.</param>
internal sealed record ReportDiff(
    IReadOnlyList<VersionChange> Versions,
    IReadOnlyList<CaseChange> Regressed,
    IReadOnlyList<CaseChange> Fixed,
    IReadOnlyList<CaseChange> Changed,
    IReadOnlyList<CaseChange> New,
    IReadOnlyList<CaseChange> Removed)
{
    /// <summary>The lists of cases by name, the worst first.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<CaseChange> Cases)> Parts() =>
        [("regressed", Regressed), ("fixed", Fixed), ("changed", Changed), ("new", New), ("removed", Removed)];

    /// <summary>Compares two reports, scenario by scenario on each proxy.</summary>
    public static ReportDiff Between(Report older, Report newer)
    {
        var pairs = Pairs(older, newer);
        var changes = pairs.SelectMany(pair => Changes(pair.Older, pair.Newer)).ToLookup(entry => entry.Kind,
            entry => entry.Change);
        return new(
            [.. Differing("conformancekit", older.Tool.Version, newer.Tool.Version), .. pairs.SelectMany(VersionsOf)],
            [.. changes[nameof(Regressed)]],
            [.. changes[nameof(Fixed)]],
            [.. changes[nameof(Changed)]],
            [.. changes[nameof(New)]],
            [.. changes[nameof(Removed)]]);
    }

    // By name. If each report has just one proxy, the names may differ: an image's name contains its version.
    private static IReadOnlyList<(ProxyReport? Older, ProxyReport? Newer)> Pairs(Report older, Report newer)
    {
        if (older.Proxies.Count == 1 && newer.Proxies.Count == 1)
            return [(older.Proxies[0], newer.Proxies[0])];
        var names = newer.Proxies.Concat(older.Proxies).Select(proxy => (proxy.Name, proxy.IsClient())).Distinct();
        return [.. names.Select(name => (
            older.Proxies.FirstOrDefault(proxy => (proxy.Name, proxy.IsClient()) == name),
            newer.Proxies.FirstOrDefault(proxy => (proxy.Name, proxy.IsClient()) == name)))];
    }

    private static IEnumerable<VersionChange> VersionsOf((ProxyReport? Older, ProxyReport? Newer) pair) =>
        pair is not ({ } older, { } newer)
            ? []
            : [
                .. Differing(SubjectWords.One([newer]), older.Name, newer.Name),
                .. Differing(newer.Name, older.Version, newer.Version),
                .. Differing($"{newer.Name}'s image", older.ImageDigest, newer.ImageDigest),
            ];

    private static VersionChange[] Differing(string what, string older, string newer) =>
        older == newer ? [] : [new(what, older, newer)];

    private static IEnumerable<(string Kind, CaseChange Change)> Changes(ProxyReport? older, ProxyReport? newer)
    {
        var (before, after) = (ById(older), ById(newer));
        foreach (var id in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal))
        {
            var (was, now) = (before.GetValueOrDefault(id), after.GetValueOrDefault(id));
            if (Kind(was, now) is { } kind)
                yield return (kind, CaseChange.Of((newer ?? older)!.Name, was, now));
        }
    }

    private static string? Kind(ScenarioReport? was, ScenarioReport? now)
    {
        if (was is null)
            return nameof(New);
        if (now is null)
            return nameof(Removed);
        var worse = Severity.Of(now.Verdict) - Severity.Of(was.Verdict);
        if (worse > 0)
            return nameof(Regressed);

        // What is no longer shown is not fixed.
        if (worse < 0 && now.Verdict != Verdict.NotApplicable)
            return nameof(Fixed);
        return was.Verdict != now.Verdict || was.ReasonId != now.ReasonId ? nameof(Changed) : null;
    }

    private static Dictionary<string, ScenarioReport> ById(ProxyReport? proxy) =>
        (proxy?.Scenarios ?? []).DistinctBy(scenario => scenario.Id).ToDictionary(scenario => scenario.Id);
}
