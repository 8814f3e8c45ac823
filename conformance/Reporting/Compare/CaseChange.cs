using ConformanceKit.Model;

namespace ConformanceKit.Reporting.Compare;

/// <summary>How one scenario on one proxy changed from one report to another.</summary>
/// <param name="Proxy">The proxy, as the later report calls it where both have it.</param>
/// <param name="Id">The scenario.</param>
/// <param name="Clause">Its clause.</param>
/// <param name="Keyword">Its level, as the clause words it.</param>
/// <param name="Old">The earlier verdict, or null if there is none.</param>
/// <param name="OldReasonId">Why, as a stable short name, or null.</param>
/// <param name="New">The later verdict, or null if there is none.</param>
/// <param name="NewReasonId">Why, as a stable short name, or null.</param>
/// <param name="Reason">The later reason for people, or the earlier one if there is no later one.</param>
/// <param name="Reproduce">The command that shows the exchange.</param>
internal sealed record CaseChange(
    string Proxy,
    string Id,
    string Clause,
    string Keyword,
    Verdict? Old,
    string? OldReasonId,
    Verdict? New,
    string? NewReasonId,
    string Reason,
    string Reproduce)
{
    /// <summary>The change of a scenario that at least one report has.</summary>
    public static CaseChange Of(string proxy, ScenarioReport? older, ScenarioReport? newer)
    {
        var latest = newer ?? older!;
        return new(
            proxy, latest.Id, latest.Clause, latest.Keyword,
            older?.Verdict, older?.ReasonId, newer?.Verdict, newer?.ReasonId,
            latest.Reason, latest.Reproduce);
    }
}
