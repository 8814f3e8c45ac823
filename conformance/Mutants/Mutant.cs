using ConformanceKit.Clients;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Mutants;

/// <summary>A forward proxy, or a client, with exactly one rule broken, and the results that the suite must have on it.</summary>
/// <param name="Name">Its stable name.</param>
/// <param name="Breaks">What it does wrong, as a sentence.</param>
/// <param name="CreateFlaw">Creates the flaw for one client connection.</param>
internal sealed record Mutant(string Name, string Breaks, Func<Flaw> CreateFlaw)
{
    /// <summary>The decisions of the client that it is; null if it is a proxy.</summary>
    public Func<ClientSteps>? ClientSteps { get; init; }

    /// <summary>Whether it is a client, and not a proxy.</summary>
    public bool IsClient => ClientSteps is not null;

    /// <summary>The unmodified reference inside the machinery of a mutant, which must pass everything.</summary>
    public const string None = "none";

    /// <summary>The client that does what the RFCs say, which must pass everything.</summary>
    public const string NoneOfClients = "none-of-clients";

    /// <summary>Whether it must pass everything.</summary>
    public bool IsNone => Name is None or NoneOfClients;

    /// <summary>Whether it is no proxy, or no client, at all.</summary>
    public bool IsNullProxy { get; init; }

    /// <summary>The scenarios that must be broken on it, and for which reason.</summary>
    public IReadOnlyList<KillsAttribute> Kills { get; init; } = [];

    /// <summary>The scenarios that must record something else on it.</summary>
    public IReadOnlyList<RecordsAttribute> Records { get; init; } = [];

    /// <summary>The scenarios that may be broken as well.</summary>
    public IReadOnlyList<string> Related { get; init; } = [];

    /// <summary>The client that it is, or null if it is a proxy.</summary>
    public ClientUnderTest? CreateClient() =>
        ClientSteps is { } steps ? new ScriptedClient(steps(), KnownProxies.MutantPrefix + Name) : null;

    /// <summary>Whether an id, a row or a pattern names a scenario.</summary>
    public static bool Matches(string pattern, string id) => Running.Cases.ScenarioFilter.Matches(pattern, id);

    /// <summary>Whether the mutant declares anything about a scenario.</summary>
    public bool Names(string id) => IsMadeFor(id) || Related.Any(pattern => Matches(pattern, id));

    /// <summary>Whether a scenario must be broken on it, or record something else.</summary>
    public bool IsMadeFor(string id) => Kills.Any(kill => kill.Id == id) || Records.Any(record => record.Id == id);
}
