using ConformanceKit.Evidence;
using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Running.Cases;

/// <summary>What one scenario found on one proxy.</summary>
/// <param name="Requirement">What was checked.</param>
/// <param name="Verdict">The outcome.</param>
/// <param name="ReasonId">A stable short name for why, such as <c>field-present</c>; empty on a pass.</param>
/// <param name="Reason">The same for people; empty on a plain pass.</param>
/// <param name="Duration">Wall time of the scenario's body.</param>
/// <param name="Evidence">Both sides' bytes and connection events, in time order.</param>
public sealed record ScenarioResult(
    Requirement Requirement,
    Verdict Verdict,
    string ReasonId,
    string Reason,
    TimeSpan Duration,
    IReadOnlyList<TranscriptEvent> Evidence)
{
    /// <summary>Where in the harness it went wrong, for a <see cref="Verdict.HarnessError"/>; otherwise empty.</summary>
    public string Detail { get; init; } = "";

    /// <summary>That it was run again, alone, and what it had been before; empty if it ran once.</summary>
    public string Repeated { get; init; } = "";

    /// <summary>What in the evidence breaks the requirement; empty if nothing does, or if that is not known.</summary>
    public IReadOnlyList<Mark> Marks { get; init; } = [];

    /// <summary>Where in the evidence the requirement is broken; empty unless it is.</summary>
    internal IReadOnlyList<Break> Broken => Verdict.IsBroken() ? Breaks.Of(Evidence, Marks) : [];

    /// <summary>When it ran and what its time was spent on; null where it did not.</summary>
    internal CaseTime? Time { get; init; }
}
