using ConformanceKit.Model;

namespace ConformanceKit.Running;

/// <summary>What a proxy's verdicts are known to be. A scenario that isn't listed is expected to pass.</summary>
/// <param name="Proxy">The proxy's name.</param>
/// <param name="Version">The version that the verdicts were taken from.</param>
/// <param name="Expected">What differs from a pass, sorted by id.</param>
internal sealed record Baseline(string Proxy, string Version, IReadOnlyList<BaselineEntry> Expected)
{
    /// <summary>The entry of a scenario, or null where it is expected to pass.</summary>
    public BaselineEntry? Find(string id) => Expected.FirstOrDefault(entry => entry.Id == id);

    /// <summary>Whether a result differs from what is expected, an unexpected pass included.</summary>
    /// <param name="result">The result.</param>
    /// <param name="profile">How the run graded; an expected fail is softened in the same way.</param>
    public bool IsDrift(ScenarioResult result, Profile profile)
    {
        // A fault of the harness says nothing about the proxy; what a machine can't show is no change of the proxy either.
        if (result.Verdict is Verdict.Info or Verdict.HarnessError or Verdict.NotApplicable) return false;
        var expected = Find(result.Requirement.Id)?.Verdict ?? Verdict.Pass;
        if (expected is Verdict.Fail or Verdict.Warning && profile.LevelOf(result.Requirement) != result.Requirement.Level)
            expected = VerdictRules.WhenBroken(profile.LevelOf(result.Requirement));
        return result.Verdict != expected;
    }

    /// <summary>A baseline that expects these results; lines for people are kept, and so is what wasn't run.</summary>
    /// <param name="version">The version that was run, or empty to keep the old one.</param>
    /// <param name="results">The run's results.</param>
    /// <param name="known">Whether the suite has a scenario of an id; what it has no more is dropped.</param>
    public Baseline Updated(string version, IReadOnlyCollection<ScenarioResult> results, Func<string, bool> known)
    {
        var entries = new SortedDictionary<string, BaselineEntry>(StringComparer.Ordinal);
        foreach (var entry in Expected.Where(entry => known(entry.Id))) entries[entry.Id] = entry;
        foreach (var result in results.Where(IsShown))
        {
            var id = result.Requirement.Id;
            if (result.Verdict is Verdict.Pass or Verdict.Info) entries.Remove(id);
            else entries[id] = new(id, result.Verdict, entries.GetValueOrDefault(id)?.Why ?? Why(result));
        }
        return new(Proxy, version.Length > 0 ? version : Version, [.. entries.Values]);
    }

    private static bool IsShown(ScenarioResult result) => result.Verdict is not (Verdict.NotApplicable or Verdict.HarnessError);

    private static string Why(ScenarioResult result) =>
        $"{result.Requirement.Clause}: {result.Reason.ReplaceLineEndings(" ")}";
}
