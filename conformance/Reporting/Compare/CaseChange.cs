using ConformanceKit.Model;

namespace ConformanceKit.Reporting.Compare;

/// <summary>What became of one scenario on one proxy from one report to another.</summary>
/// <param name="Proxy">The proxy, as the later report calls it where both have it.</param>
/// <param name="Id">The scenario.</param>
/// <param name="Clause">Its clause.</param>
/// <param name="Keyword">Its level, as the clause words it.</param>
/// <param name="Old">The earlier verdict, or null where it was not there.</param>
/// <param name="OldReasonId">Why, as a stable short name, or null.</param>
/// <param name="New">The later verdict, or null where it is not there any more.</param>
/// <param name="NewReasonId">Why, as a stable short name, or null.</param>
/// <param name="Reason">The later reason for people, or the earlier one where there is no later.</param>
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
        var told = newer ?? older!;
        return new(
            proxy, told.Id, told.Clause, told.Keyword,
            older?.Verdict, older?.ReasonId, newer?.Verdict, newer?.ReasonId,
            told.Reason, told.Reproduce);
    }
}
