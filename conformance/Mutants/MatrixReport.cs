using ConformanceKit.Model;
using ConformanceKit.Running.Cases;

namespace ConformanceKit.Mutants;

/// <summary>The outcome of the kill matrix, for all mutants or for one part of them.</summary>
/// <param name="Results">One for each mutant.</param>
/// <param name="Scenarios">The scenarios that one of these mutants must kill.</param>
internal sealed record MatrixReport(IReadOnlyList<MutantResult> Results, IReadOnlyList<string> Scenarios)
{
    /// <summary>The scenarios that were not run, and why.</summary>
    public IReadOnlyList<(string Id, string Reason)> Postponed { get; init; } = [];

    /// <summary>The part of the mutants that was run.</summary>
    public Shard Part { get; init; } = Shard.Whole;

    /// <summary>How many further scenarios have to be killed by mutants of other parts.</summary>
    public int LeftToOtherParts { get; init; }

    /// <summary>The mutants that kill each scenario for the named reason.</summary>
    public ILookup<string, string> Killers { get; } = Results
        .SelectMany(result => result.Kills.Where(kill => kill.IsKilled).Select(kill => (kill.Id, result.Mutant.Name)))
        .ToLookup(entry => entry.Id, entry => entry.Name);

    /// <summary>The scenarios that no mutant kills.</summary>
    public IReadOnlyList<string> Holes => [.. Scenarios.Where(id => !Killers.Contains(id))];

    /// <summary>Whether every mutant behaves as declared and every scenario is killed.</summary>
    public bool Holds => Results.All(result => result.Holds) && Holes.Count == 0;

    /// <summary>What is not as declared, as lines of text.</summary>
    public IEnumerable<string> Problems => Results.Where(result => !result.Holds).SelectMany(Lines).Concat(HoleLines());

    /// <summary>The last line of the report.</summary>
    public string Summary =>
        (Part.IsWhole ? "" : $"Shard {Part} of the mutants: ")
        + $"{Scenarios.Count - Holes.Count} of {Scenarios.Count} scenarios killed by their mutant for the named reason, "
        + $"{Results.Count(result => result.Holds)} of {Results.Count} mutants as declared"
        + (Postponed.Count > 0 ? $"; {Postponed.Count} more scenarios only with --nightly" : "");

    /// <summary>The matrix as lines of text.</summary>
    public IEnumerable<string> Lines() =>
        Results.SelectMany(Lines).Concat(HoleLines()).Concat(PostponedLines()).Append("").Concat(PartLines()).Append(Summary);

    /// <summary>One mutant as lines of text.</summary>
    public static IEnumerable<string> Lines(MutantResult result)
    {
        yield return $"{(result.Holds ? "ok  " : "FAIL")} {result.Mutant.Name}: {result.Mutant.Breaks}";
        foreach (var kill in result.Kills)
        {
            yield return kill.IsKilled
                ? $"       kills   {kill.Id,-42} {Word(kill.Verdict)}, {kill.Expected}"
                : $"  !    MISSED  {kill.Id,-42} expected {kill.Expected}, but {Word(kill.Verdict)}, {kill.ReasonId}: "
                    + $"{kill.Reason}";
        }

        foreach (var unexpected in result.Unexpected)
        {
            yield return $"  !    {(unexpected.Verdict == Verdict.Pass ? "PASSES " : "BREAKS ")} {unexpected.Requirement.Id,-42} "
                + $"{Word(unexpected.Verdict)}, {unexpected.ReasonId}: {unexpected.Reason}";
        }

        foreach (var fault in result.Faults)
            yield return $"  !    FAULT   {fault}";
    }

    private static string Word(Verdict? verdict) => verdict is { } known ? VerdictNames.Of(known) : "not run";

    private IEnumerable<string> PostponedLines() => Postponed.Select(entry => $"     NOT RUN   {entry.Id,-42} {entry.Reason}");

    // One shard alone cannot show whether every scenario is killed.
    private IEnumerable<string> PartLines() => Part.IsWhole ? [] :
    [
        $"This was shard {Part} of the mutants. It had to kill the scenarios that they are made for; "
        + $"{LeftToOtherParts} more are left to other shards.",
        $"Whether every scenario is killed is known only after all {Part.Count} shards: the matrix holds when each of them does.",
    ];

    private IEnumerable<string> HoleLines() => Holes.Select(id => $"  !    NO MUTANT for {id}");
}
