namespace ConformanceKit.Mutants;

/// <summary>A forward proxy with exactly one rule broken, and what the suite must make of it.</summary>
/// <param name="Name">Stable name.</param>
/// <param name="Breaks">What it does wrong, as a sentence.</param>
/// <param name="CreateFlaw">Makes the flaw for one client connection.</param>
internal sealed record Mutant(string Name, string Breaks, Func<Flaw> CreateFlaw)
{
    /// <summary>The unmodified reference behind all that mutants are made of: it passes everything.</summary>
    public const string None = "none";

    /// <summary>Whether it is no proxy at all.</summary>
    public bool IsNullProxy { get; init; }

    /// <summary>What must be broken, and why.</summary>
    public IReadOnlyList<KillsAttribute> Kills { get; init; } = [];

    /// <summary>What must be recorded otherwise.</summary>
    public IReadOnlyList<RecordsAttribute> Records { get; init; } = [];

    /// <summary>What may be broken besides.</summary>
    public IReadOnlyList<string> Related { get; init; } = [];

    /// <summary>Whether a scenario is named by an id, a row or a pattern.</summary>
    public static bool Matches(string pattern, string id) => Running.Cases.ScenarioFilter.Matches(pattern, id);

    /// <summary>Whether the mutant declares anything about a scenario.</summary>
    public bool Names(string id) => IsMadeFor(id) || Related.Any(pattern => Matches(pattern, id));

    /// <summary>Whether a scenario must be broken on it, or record something else.</summary>
    public bool IsMadeFor(string id) => Kills.Any(kill => kill.Id == id) || Records.Any(record => record.Id == id);
}
