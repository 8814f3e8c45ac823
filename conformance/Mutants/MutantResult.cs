using ConformanceKit.Model;
using ConformanceKit.Running.Cases;

namespace ConformanceKit.Mutants;

/// <summary>The outcome of one scenario that a mutant must break.</summary>
/// <param name="Id">The scenario.</param>
/// <param name="Expected">The expected reason id, or the text that must be recorded.</param>
/// <param name="Verdict">The verdict, or null if there was none.</param>
/// <param name="ReasonId">The actual reason id.</param>
/// <param name="Reason">The actual reason.</param>
/// <param name="IsKilled">Whether it is broken for the expected reason.</param>
internal sealed record Kill(string Id, string Expected, Verdict? Verdict, string ReasonId, string Reason, bool IsKilled)
{
    /// <summary>Whether the failure says itself what in the evidence breaks the requirement.</summary>
    public bool IsMarked { get; init; }
}

/// <summary>The outcome of running the suite on one mutant.</summary>
/// <param name="Mutant">The mutant.</param>
/// <param name="Kills">The scenarios that it must break.</param>
/// <param name="Unexpected">The scenarios that it broke undeclared; for a null proxy, the required ones that it passed.</param>
/// <param name="Faults">The failures of the flaw itself.</param>
/// <param name="Run">How many scenarios were run on it.</param>
internal sealed record MutantResult(
    Mutant Mutant, IReadOnlyList<Kill> Kills, IReadOnlyList<ScenarioResult> Unexpected, IReadOnlyList<string> Faults, int Run)
{
    /// <summary>Whether everything is as declared.</summary>
    public bool Holds => Kills.All(kill => kill.IsKilled) && Unexpected.Count == 0 && Faults.Count == 0;
}
