using ConformanceKit.Running.Baselines;
using ConformanceKit.Running.Timing;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Running.Engine;

/// <summary>What a run found on one proxy or client.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Features">What it declares.</param>
/// <param name="Running">What is known about it, or null if it never started.</param>
/// <param name="Baseline">Its baseline, or null.</param>
/// <param name="Cases">One per scenario that ran, sorted by id.</param>
/// <param name="Log">The end of its own log, where something failed; otherwise empty.</param>
/// <param name="Duration">From the start of the run to this proxy's last result.</param>
/// <param name="Arguments">The arguments that name the proxy on the command line.</param>
internal sealed record SubjectResult(
    string Name,
    IReadOnlySet<string> Features,
    RunningSubject? Running,
    Baseline? Baseline,
    IReadOnlyList<CaseOutcome> Cases,
    string Log,
    TimeSpan Duration,
    string Arguments)
{
    /// <summary>Whether it is a client.</summary>
    public bool IsClient { get; init; }

    /// <summary>How it is configured, file by file, where that is known.</summary>
    public IReadOnlyList<ConfigurationFile> Configuration { get; init; } = [];

    /// <summary>How its program ended, such as <c>exit code 7</c>, if it did, did not come back, and that is known; or empty.
    /// </summary>
    public string Ended { get; init; } = "";

    /// <summary>Where the run's time went on it; null where no scenario ran.</summary>
    public ProxyTime? Time { get; init; }
}

/// <summary>What a whole run found.</summary>
/// <param name="StartedAt">When it began.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Proxies">One per proxy, in the order in which they were named.</param>
/// <param name="Planned">How many scenarios were to be run, over all proxies and rounds.</param>
/// <param name="Done">How many of them have a result.</param>
/// <param name="Interrupted">Whether it was stopped from outside.</param>
internal sealed record RunResult(
    DateTimeOffset StartedAt, TimeSpan Duration, IReadOnlyList<SubjectResult> Proxies, int Planned, int Done, bool Interrupted)
{
    /// <summary>From the start of this process until the run began; null if that is not known.</summary>
    public TimeSpan? Load { get; init; }
}
