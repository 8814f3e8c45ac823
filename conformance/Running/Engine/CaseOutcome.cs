using ConformanceKit.Model;
using ConformanceKit.Running.Baselines;
using ConformanceKit.Running.Cases;
using ConformanceKit.Running.Catalogue;

namespace ConformanceKit.Running.Engine;

/// <summary>What a run found in one scenario on one proxy, over all rounds.</summary>
/// <param name="Result">The result to report: a harness error if there is one, else anything but a pass, else a pass.</param>
/// <param name="Flaky">How the rounds disagree, such as <c>pass 19, fail 1</c>; empty if they agree, or if the baseline expects
/// each of these verdicts.</param>
/// <param name="Expected">The baseline's entry, or null.</param>
/// <param name="Drift">Whether the proxy has a baseline and the verdict differs from it.</param>
internal sealed record CaseOutcome(ScenarioResult Result, string Flaky, BaselineEntry? Expected, bool Drift)
{
    /// <summary>Combines the rounds of one scenario.</summary>
    /// <param name="rounds">One result per round, at least one.</param>
    /// <param name="baseline">The proxy's baseline, or null.</param>
    /// <param name="profile">How the run graded.</param>
    public static CaseOutcome Of(IReadOnlyList<ScenarioResult> rounds, Baseline? baseline, Profile profile)
    {
        var verdicts = rounds.CountBy(result => result.Verdict).ToList();
        var result = rounds.FirstOrDefault(result => result.Verdict == Verdict.HarnessError)
            ?? rounds.FirstOrDefault(result => result.Verdict != Verdict.Pass)
            ?? rounds[0];
        var entry = baseline?.Find(result.Requirement.Id);
        var isAsExpected = verdicts.Count == 1
            || (entry?.Or is not null && !rounds.Any(round => baseline!.IsDrift(round, profile)));
        return new(
            result,
            isAsExpected ? "" : string.Join(", ", verdicts.Select(same => $"{VerdictNames.Of(same.Key)} {same.Value}")),
            entry,
            baseline?.IsDrift(result, profile) ?? false);
    }
}
