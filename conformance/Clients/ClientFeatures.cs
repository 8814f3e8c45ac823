namespace ConformanceKit.Clients;

/// <summary>What a client can do. A scenario that needs something else is not applicable.</summary>
public static class ClientFeatures
{
    /// <summary>Fetches <c>http</c> URLs through a proxy.</summary>
    public const string Http = "http";

    /// <summary>Fetches <c>https</c> URLs through a tunnel, and can be told to trust a CA.</summary>
    public const string Https = "https";

    /// <summary>Opens <c>wss</c> URLs through a tunnel: returns the first message that comes.</summary>
    public const string WebSocket = "wss";

    /// <summary>Opens tunnels, whatever for: <see cref="Https"/>, <see cref="WebSocket"/> and <see cref="Stdio"/> imply it.</summary>
    public const string Tunnel = "tunnel";

    /// <summary>Sends Basic credentials to a proxy, also for a tunnel.</summary>
    public const string Credentials = "credentials";

    /// <summary>Speaks TLS to a proxy.</summary>
    public const string TlsProxy = "tls-proxy";

    /// <summary>Follows redirects.</summary>
    public const string Redirects = "redirects";

    /// <summary>Takes URLs with IPv6 addresses.</summary>
    public const string IPv6 = "ipv6";

    /// <summary>Takes URLs with names that are not ASCII.</summary>
    public const string Idn = "idn";

    /// <summary>Has a list of hosts that are reached without the proxy.</summary>
    public const string NoProxy = "no-proxy";

    /// <summary>Joins its standard input and output to a tunnel: fetches <c>tcp://HOST:PORT</c>, and returns all that comes.
    /// </summary>
    public const string Stdio = "stdio";

    /// <summary>Checks that a certificate of the run's CA is for the host.</summary>
    public const string Names = "names";

    /// <summary>Speaks HTTP/2 to a proxy inside TLS, if both agree on it.</summary>
    public const string Http2Proxy = "h2-proxy";

    /// <summary>The names that a client declares.</summary>
    internal static readonly IReadOnlyList<string> All =
    [
        Http, Https, WebSocket, Names, Credentials, TlsProxy, Redirects, IPv6, Idn, NoProxy, Stdio, Http2Proxy,
    ];

    /// <summary>The features of a client: what it declares, and what that implies.</summary>
    /// <param name="declared">What it declares.</param>
    /// <returns>The set.</returns>
    public static IReadOnlySet<string> Of(params IEnumerable<string> declared)
    {
        var features = declared.ToHashSet();
        if (features.Overlaps([Https, WebSocket, Stdio]))
            features.Add(Tunnel);
        return features;
    }
}
