using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Cases;
using ConformanceKit.Running.Catalogue;

namespace ConformanceKit.Running.Baselines;

/// <summary>The verdicts that a proxy is known to get. A scenario that is not listed is expected to pass.</summary>
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
        // A harness error says nothing about the proxy, and what this machine cannot show is not a change in the proxy.
        if (result.Verdict is Verdict.Info or Verdict.HarnessError or Verdict.NotApplicable)
            return false;
        var entry = Find(result.Requirement.Id);
        var expected = Graded(entry?.Verdict ?? Verdict.Pass, result.Requirement, profile);
        return result.Verdict != expected
            && (entry?.Or is not { } or || result.Verdict != Graded(or, result.Requirement, profile));
    }

    /// <summary>A baseline that expects these results; lines for people are kept, and so are cases that were not run.</summary>
    /// <param name="version">The version that was run, or empty to keep the old one.</param>
    /// <param name="results">The run's results.</param>
    /// <param name="isKnown">Whether the suite has a scenario with an id; entries of others are dropped.</param>
    public Baseline Updated(string version, IReadOnlyCollection<ScenarioResult> results, Func<string, bool> isKnown)
    {
        var entries = new SortedDictionary<string, BaselineEntry>(StringComparer.Ordinal);
        foreach (var entry in Expected.Where(entry => isKnown(entry.Id)))
            entries[entry.Id] = entry;
        foreach (var result in results.Where(IsShown))
        {
            var id = result.Requirement.Id;
            if (entries.TryGetValue(id, out var known)
                && known.Or is { } or
                && (result.Verdict == or || result.Verdict == known.Verdict))
            {
                continue;
            }

            if (result.Verdict is Verdict.Pass or Verdict.Info)
                entries.Remove(id);
            else
                entries[id] = new(id, result.Verdict, known?.Why ?? Why(result));
        }
        return new(Proxy, version.Length > 0 ? version : Version, [.. entries.Values]);
    }

    private static Verdict Graded(Verdict expected, Requirement requirement, Profile profile) =>
        expected.IsBroken() && profile.LevelOf(requirement) != requirement.Level
            ? VerdictRules.WhenBroken(profile.LevelOf(requirement))
            : expected;

    private static bool IsShown(ScenarioResult result) => result.Verdict is not (Verdict.NotApplicable or Verdict.HarnessError);

    private static string Why(ScenarioResult result) =>
        $"{result.Requirement.Clause}: {result.Reason.ReplaceLineEndings(" ")}";
}
