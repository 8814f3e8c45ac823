using System.Net;

namespace ConformanceKit.UnderTest;

/// <summary>A running proxy, as the scenarios see it; or a client that is ready, which has no listeners.</summary>
/// <param name="Listeners">Its listeners by name (<see cref="ListenerNames"/>), as the harness reaches them.</param>
/// <param name="Version">The version that the running program reports, or empty.</param>
/// <param name="ImageDigest">The container image's digest, or empty.</param>
/// <param name="OriginAddress">Where origins must listen so that the proxy can reach them.</param>
/// <param name="OriginHost">The name or address by which the proxy reaches them, as a target's host.</param>
/// <param name="OriginAddressV6">The same over IPv6, or null if there is none.</param>
public sealed record RunningSubject(
    IReadOnlyDictionary<string, Listener> Listeners,
    string Version,
    string ImageDigest,
    IPAddress OriginAddress,
    string OriginHost,
    IPAddress? OriginAddressV6)
{
    /// <summary>The listener for HTTP that requires no credentials; only for a proxy that has it.</summary>
    public Listener Plain => Listeners[ListenerNames.Plain];

    /// <summary>The listener that stands for the proxy: for HTTP or else for SOCKS5, without credentials.</summary>
    internal Listener Main => Listeners[ListenerNames.MainOf(Listeners.Keys)!];

    /// <summary>The listener with a name, or null if the proxy has none.</summary>
    /// <param name="name">One of <see cref="ListenerNames"/>.</param>
    public Listener? Find(string name) => Listeners.GetValueOrDefault(name);

    /// <summary>The same proxy for a case that is checked through something else than cleartext.</summary>
    /// <param name="protocol">What the client speaks to it: a key of <see cref="ListenerNames.Through"/>.</param>
    /// <returns>A proxy that has, under the names of those for cleartext, the listeners that take their place.</returns>
    internal RunningSubject Through(string protocol) => this with
    {
        Protocol = protocol,
        Listeners = ListenerNames.Through[protocol].Where(pair => Listeners.ContainsKey(pair.Value))
            .ToDictionary(pair => pair.Key, pair => Listeners[pair.Value]),
    };

    /// <summary>Why it lacks a feature or a listener.</summary>
    /// <param name="feature">One of <see cref="ProxyFeatures"/> or <see cref="ListenerNames"/>.</param>
    /// <param name="otherwise">The reason if it speaks HTTP.</param>
    internal string WhyWithout(string feature, string otherwise) =>
        ProxyFeatures.IsOfHttp(feature) && !Listeners.ContainsKey(ListenerNames.Plain)
            ? "the proxy does not speak HTTP"
            : otherwise;

    /// <summary>What the client speaks to it, if not cleartext; see <see cref="Through"/>.</summary>
    internal string? Protocol { get; private init; }

    /// <summary>How long it waited for its turn to have its image built; zero if it has none to build.</summary>
    public TimeSpan QueueTime { get; init; }

    /// <summary>How long it took to build or pull its image; zero if it has none.</summary>
    public TimeSpan ImageTime { get; init; }

    /// <summary>How long it then took until it was ready.</summary>
    public TimeSpan StartTime { get; init; }

    /// <summary>Further instances that differ only in their addresses; a fragile proxy has some.</summary>
    public IReadOnlyList<RunningSubject> Twins { get; init; } = [];

    /// <summary>What is worth knowing about how it was started and is reached, a sentence or two each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>
    /// A name with an underscore by which the proxy reaches the origins too, or null if it was not given one.
    /// </summary>
    public string? UnderscoreHost { get; init; }

    /// <summary>What the proxy is configured to refuse.</summary>
    public DeniedTargets Denies { get; init; } = new();
}
