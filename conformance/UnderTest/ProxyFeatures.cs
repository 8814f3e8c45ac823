namespace ConformanceKit.UnderTest;

/// <summary>The names of the features that a proxy can offer. A scenario that needs a missing one is not-applicable.</summary>
public static class ProxyFeatures
{
    /// <summary>Opens tunnels for CONNECT.</summary>
    public const string Connect = "connect";

    /// <summary>Forwards requests in absolute-form.</summary>
    public const string Http = "http";

    /// <summary>Reaches origins over IPv6.</summary>
    public const string IPv6 = "ipv6";

    /// <summary>Requires Basic credentials on its <c>auth</c> listener; follows from the listener.</summary>
    public const string Auth = "auth";

    /// <summary>Requires Digest credentials on its <c>digest</c> listener; follows from the listener.</summary>
    public const string Digest = "digest";

    /// <summary>Gives up soon on its <c>impatient</c> listener; follows from the listener.</summary>
    public const string Impatient = "impatient";

    /// <summary>Speaks TLS to its clients on its <c>tls</c> listener; follows from the listener.</summary>
    public const string Tls = "tls";

    /// <summary>Requires Basic credentials on its <c>tls-auth</c> listener; follows from the listener.</summary>
    public const string TlsAuth = "tls-auth";

    /// <summary>Speaks SOCKS5 to its clients on its <c>socks5</c> listener; follows from the listener.</summary>
    public const string Socks5 = "socks5";

    /// <summary>
    /// Requires a user name and a password on its <c>socks5-auth</c> listener; follows from the listener.
    /// </summary>
    public const string Socks5Auth = "socks5-auth";

    /// <summary>Speaks HTTP/2 inside TLS to its clients on its <c>h2</c> listener; follows from the listener.</summary>
    public const string H2 = "h2";

    /// <summary>Requires Basic credentials on its <c>h2-auth</c> listener; follows from the listener.</summary>
    public const string H2Auth = "h2-auth";

    /// <summary>Gives up soon on its <c>h2-impatient</c> listener; follows from the listener.</summary>
    public const string H2Impatient = "h2-impatient";

    /// <summary>Speaks HTTP/2 in cleartext to its clients on its <c>h2c</c> listener; follows from the listener.</summary>
    public const string H2c = "h2c";

    /// <summary>Requires Basic credentials on its <c>h2c-auth</c> listener; follows from the listener.</summary>
    public const string H2cAuth = "h2c-auth";

    /// <summary>Gives up soon on its <c>h2c-impatient</c> listener; follows from the listener.</summary>
    public const string H2cImpatient = "h2c-impatient";

    /// <summary>
    /// The client's connection ends at the proxy itself and not at the engine's port forwarder, so that the resets and the moment
    /// of acceptance are the proxy's own. Never declared: it follows from where the proxy runs.
    /// </summary>
    public const string DirectAddress = "direct-address";

    /// <summary>What a <c>proxy.json</c> may declare; the others follow from its listeners.</summary>
    internal static readonly IReadOnlyList<string> Declarable = [Connect, Http, IPv6];

    /// <summary>Whether only a proxy that speaks HTTP can have a feature.</summary>
    /// <param name="feature">The feature, or a listener's name.</param>
    internal static bool IsOfHttp(string feature) => feature is not (IPv6 or DirectAddress or Socks5 or Socks5Auth);
}
