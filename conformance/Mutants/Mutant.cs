namespace ConformanceKit.Mutants;

/// <summary>A forward proxy with exactly one rule broken, and the results that the suite must have on it.</summary>
/// <param name="Name">Its stable name.</param>
/// <param name="Breaks">What it does wrong, as a sentence.</param>
/// <param name="CreateFlaw">Creates the flaw for one client connection.</param>
internal sealed record Mutant(string Name, string Breaks, Func<Flaw> CreateFlaw)
{
    /// <summary>The unmodified reference inside the machinery of a mutant, which must pass everything.</summary>
    public const string None = "none";

    /// <summary>Whether it is no proxy at all.</summary>
    public bool IsNullProxy { get; init; }

    /// <summary>The scenarios that must be broken on it, and for which reason.</summary>
    public IReadOnlyList<KillsAttribute> Kills { get; init; } = [];

    /// <summary>The scenarios that must record something else on it.</summary>
    public IReadOnlyList<RecordsAttribute> Records { get; init; } = [];

    /// <summary>The scenarios that may be broken as well.</summary>
    public IReadOnlyList<string> Related { get; init; } = [];

    /// <summary>Whether an id, a row or a pattern names a scenario.</summary>
    public static bool Matches(string pattern, string id) => Running.Cases.ScenarioFilter.Matches(pattern, id);

    /// <summary>Whether the mutant declares anything about a scenario.</summary>
    public bool Names(string id) => IsMadeFor(id) || Related.Any(pattern => Matches(pattern, id));

    /// <summary>Whether a scenario must be broken on it, or record something else.</summary>
    public bool IsMadeFor(string id) => Kills.Any(kill => kill.Id == id) || Records.Any(record => record.Id == id);
}
