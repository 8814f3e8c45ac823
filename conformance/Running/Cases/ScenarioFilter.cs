using ConformanceKit.Model;

namespace ConformanceKit.Running.Cases;

/// <summary>Which levels are run.</summary>
internal enum LevelChoice
{
    /// <summary>All.</summary>
    All,

    /// <summary>What the RFCs require or recommend.</summary>
    Should,

    /// <summary>What the RFCs require.</summary>
    Must,
}

/// <summary>Which scenarios a run selects.</summary>
internal sealed record ScenarioFilter
{
    /// <summary>Patterns of ids; empty means all.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Patterns of ids to leave out.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Groups; empty means all.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Which levels.</summary>
    public LevelChoice Level { get; init; } = LevelChoice.All;

    /// <summary>Whether those about clients, or those about proxies; null means both.</summary>
    public bool? OfClients { get; init; }

    /// <summary>Which part of the suite.</summary>
    public Shard Shard { get; init; } = Shard.Whole;

    /// <summary>Whether a scenario is selected.</summary>
    public bool Selects(Requirement requirement) =>
        (Include.Count == 0 || Include.Any(pattern => Matches(pattern, requirement.Id)))
        && !Exclude.Any(pattern => Matches(pattern, requirement.Id))
        && (Groups.Count == 0 || Groups.Contains(requirement.Group))
        && (OfClients ?? requirement.OfClients) == requirement.OfClients
        && Binds(requirement.Level)
        && Shard.Contains(requirement.Id);

    private bool Binds(Level level) => Level switch
    {
        LevelChoice.Must => level.IsRequired(),
        LevelChoice.Should => level is not (Model.Level.Practice or Model.Level.Info),
        _ => true,
    };

    // The name of a row stands for all its inputs.
    internal static bool Matches(string pattern, string id) =>
        Glob.Matches(pattern, id) || Glob.Matches(pattern, Requirement.RowOf(id));
}
