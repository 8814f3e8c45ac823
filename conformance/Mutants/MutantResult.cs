using ConformanceKit.Model;
using ConformanceKit.Running.Cases;

namespace ConformanceKit.Mutants;

/// <summary>What became of one scenario that a mutant must break.</summary>
/// <param name="Id">The scenario.</param>
/// <param name="Expected">The reason id, or the text to be recorded.</param>
/// <param name="Verdict">The verdict, or null where there was none.</param>
/// <param name="ReasonId">The reason id that was found.</param>
/// <param name="Reason">The reason that was found.</param>
/// <param name="IsKilled">Whether it is broken for the expected reason.</param>
internal sealed record Kill(string Id, string Expected, Verdict? Verdict, string ReasonId, string Reason, bool IsKilled);

/// <summary>What the suite made of one mutant.</summary>
/// <param name="Mutant">The mutant.</param>
/// <param name="Kills">The scenarios that it must break.</param>
/// <param name="Unexpected">What it broke without saying so; of a null proxy, the required scenarios that it passed.</param>
/// <param name="Faults">What failed in the flaw itself.</param>
/// <param name="Run">How many scenarios were run on it.</param>
internal sealed record MutantResult(
    Mutant Mutant, IReadOnlyList<Kill> Kills, IReadOnlyList<ScenarioResult> Unexpected, IReadOnlyList<string> Faults, int Run)
{
    /// <summary>Whether everything is as declared.</summary>
    public bool Holds => Kills.All(kill => kill.IsKilled) && Unexpected.Count == 0 && Faults.Count == 0;
}
