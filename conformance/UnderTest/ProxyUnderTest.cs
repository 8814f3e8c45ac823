using System.Net;

namespace ConformanceKit.UnderTest;

/// <summary>A proxy that runs: what the scenarios see of it.</summary>
/// <param name="Listeners">Its listeners by name (<see cref="ListenerNames"/>), as the harness reaches them.</param>
/// <param name="Version">What the running program says of its version, or empty.</param>
/// <param name="ImageDigest">The container image's digest, or empty.</param>
/// <param name="OriginAddress">Where origins must listen so that the proxy can reach them.</param>
/// <param name="OriginHost">The name or address under which the proxy reaches them, as a target's host.</param>
/// <param name="OriginAddressV6">The same over IPv6, or null where there is none.</param>
public sealed record RunningProxy(
    IReadOnlyDictionary<string, Listener> Listeners,
    string Version,
    string ImageDigest,
    IPAddress OriginAddress,
    string OriginHost,
    IPAddress? OriginAddressV6)
{
    /// <summary>The listener that asks for no credentials.</summary>
    public Listener Plain => Listeners[ListenerNames.Plain];

    /// <summary>A listener by its name, or null where the proxy has none.</summary>
    /// <param name="name">One of <see cref="ListenerNames"/>.</param>
    public Listener? Find(string name) => Listeners.GetValueOrDefault(name);

    /// <summary>How long it waited until it was its turn to have its image built; zero where it has none to build.</summary>
    public TimeSpan QueueTime { get; init; }

    /// <summary>How long it took to make or fetch its image; zero where it has none.</summary>
    public TimeSpan ImageTime { get; init; }

    /// <summary>How long it took from there until it was ready.</summary>
    public TimeSpan StartTime { get; init; }

    /// <summary>Others that run beside it and are like it in everything but the address; a fragile proxy has some.</summary>
    public IReadOnlyList<RunningProxy> Twins { get; init; } = [];

    /// <summary>What is worth knowing of how it was started and is reached, a sentence or two each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>
    /// A name with an underscore under which the proxy reaches the origins too, or null where it was not given one.
    /// </summary>
    public string? UnderscoreHost { get; init; }

    /// <summary>What the proxy is configured to refuse.</summary>
    public DeniedTargets Denies { get; init; } = new();
}

/// <summary>
/// A proxy to grade: the embedded reference, an instance at an address, or a container. Started once, on first use.
/// </summary>
public abstract class ProxyUnderTest : IAsyncDisposable
{
    /// <summary>The name in reports, baselines and test names.</summary>
    public abstract string Name { get; }

    /// <summary>What the proxy declares to offer, such as <c>connect</c>, <c>http</c>, <c>auth</c>, <c>ipv6</c>.</summary>
    public abstract IReadOnlySet<string> Features { get; }

    /// <summary>Whether one request can end the program, so that each scenario needs an instance to itself.</summary>
    public virtual bool Fragile => false;

    /// <summary>How it is configured, file by file, where that is known.</summary>
    public virtual IReadOnlyList<ConfigurationFile> Configuration => [];

    /// <summary>Starts the proxy if it does not run yet and waits until it answers.</summary>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>The running proxy; every caller gets the same one.</returns>
    /// <exception cref="Model.HarnessException">It could not be started; the message says why and what to do. Thrown to every
    /// caller.</exception>
    public abstract Task<RunningProxy> StartAsync(CancellationToken cancel);

    /// <summary>The last lines of the proxy's own log, or empty.</summary>
    /// <param name="cancel">Ends the waiting.</param>
    public virtual Task<string> ReadLogAsync(CancellationToken cancel) => Task.FromResult("");

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
