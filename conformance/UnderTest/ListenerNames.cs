namespace ConformanceKit.UnderTest;

/// <summary>
/// The names of a proxy's listeners, as in its <c>proxy.json</c>. All but <see cref="Plain"/> are features too.
/// </summary>
public static class ListenerNames
{
    /// <summary>The listener for HTTP that requires no credentials; a proxy that speaks only SOCKS5 has none.</summary>
    public const string Plain = "plain";

    /// <summary>The listener that answers 407 without Basic credentials.</summary>
    public const string Auth = ProxyFeatures.Auth;

    /// <summary>
    /// The listener that answers 407 without Digest credentials, if it is not the same as <see cref="Auth"/>.
    /// </summary>
    public const string Digest = ProxyFeatures.Digest;

    /// <summary>The listener that gives up soon, after <see cref="Listener.Patience"/>, and requires no credentials.</summary>
    public const string Impatient = ProxyFeatures.Impatient;

    /// <summary>The listener that speaks TLS to its clients, and requires no credentials.</summary>
    public const string Tls = ProxyFeatures.Tls;

    /// <summary>The listener that speaks TLS to its clients, and answers 407 without Basic credentials.</summary>
    public const string TlsAuth = ProxyFeatures.TlsAuth;

    /// <summary>The listener that speaks SOCKS5 to its clients, and requires no credentials.</summary>
    public const string Socks5 = ProxyFeatures.Socks5;

    /// <summary>The listener that speaks SOCKS5 to its clients, and requires a user name and a password.</summary>
    public const string Socks5Auth = ProxyFeatures.Socks5Auth;

    /// <summary>The listener that speaks HTTP/2 inside TLS, if ALPN selects it, and requires no credentials.</summary>
    public const string H2 = ProxyFeatures.H2;

    /// <summary>The listener that speaks HTTP/2 inside TLS, and answers 407 without Basic credentials.</summary>
    public const string H2Auth = ProxyFeatures.H2Auth;

    /// <summary>
    /// The listener that speaks HTTP/2 inside TLS, and gives up soon, after <see cref="Listener.Patience"/>; it requires no
    /// credentials.
    /// </summary>
    public const string H2Impatient = ProxyFeatures.H2Impatient;

    /// <summary>The listener that speaks HTTP/2 in cleartext, by prior knowledge, and requires no credentials.</summary>
    public const string H2c = ProxyFeatures.H2c;

    /// <summary>The listener that speaks HTTP/2 in cleartext, and answers 407 without Basic credentials.</summary>
    public const string H2cAuth = ProxyFeatures.H2cAuth;

    /// <summary>
    /// The listener that speaks HTTP/2 in cleartext, and gives up soon, after <see cref="Listener.Patience"/>; it requires no
    /// credentials.
    /// </summary>
    public const string H2cImpatient = ProxyFeatures.H2cImpatient;

    /// <summary>All of them.</summary>
    internal static readonly IReadOnlyList<string> All =
    [
        Plain, Auth, Digest, Impatient, Tls, TlsAuth, H2, H2Auth, H2Impatient, H2c, H2cAuth, H2cImpatient, Socks5, Socks5Auth,
    ];

    /// <summary>Whether a listener can be probed with a request in HTTP/1 over TCP.</summary>
    /// <param name="name">The listener.</param>
    internal static bool SpeaksHttp1(string name) => !IsHttp2(name) && !IsTls(name) && !IsSocks5(name);

    /// <summary>Whether a listener can be probed, because TCP alone carries what it speaks.</summary>
    /// <param name="name">The listener.</param>
    internal static bool CanBeProbed(string name) => !IsTls(name);

    /// <summary>Whether clients speak HTTP/2 to a listener.</summary>
    /// <param name="name">The listener.</param>
    internal static bool IsHttp2(string name) => name is H2 or H2Auth or H2Impatient or H2c or H2cAuth or H2cImpatient;

    /// <summary>Whether a listener gives up soon.</summary>
    /// <param name="name">The listener.</param>
    internal static bool IsImpatient(string name) => name is Impatient or H2Impatient or H2cImpatient;

    /// <summary>Whether clients speak SOCKS5 to a listener.</summary>
    /// <param name="name">The listener.</param>
    internal static bool IsSocks5(string name) => name is Socks5 or Socks5Auth;

    /// <summary>What a listener that can be probed speaks.</summary>
    /// <param name="name">The listener.</param>
    internal static string ProtocolOf(string name) => IsSocks5(name) ? "SOCKS5" : IsHttp2(name) ? "HTTP/2" : "HTTP";

    /// <summary>The listeners to which clients speak the same, with credentials and without.</summary>
    /// <param name="name">One of them.</param>
    internal static IReadOnlyList<string> Like(string name) => name switch
    {
        Tls or TlsAuth => [Tls, TlsAuth],
        H2 or H2Auth or H2Impatient => [H2, H2Auth, H2Impatient],
        H2c or H2cAuth or H2cImpatient => [H2c, H2cAuth, H2cImpatient],
        Socks5 or Socks5Auth => [Socks5, Socks5Auth],
        _ => [Plain, Auth, Digest, Impatient],
    };

    /// <summary>
    /// The listener that stands for a proxy: <see cref="Plain"/>, or <see cref="Socks5"/> if it speaks nothing else.
    /// </summary>
    /// <param name="names">The listeners of the proxy.</param>
    /// <returns>Its name, or null if the proxy lacks such a listener.</returns>
    internal static string? MainOf(IEnumerable<string> names)
    {
        var all = names.ToList();
        if (all.Contains(Plain))
            return Plain;
        return all.Contains(Socks5) && all.All(IsSocks5) ? Socks5 : null;
    }

    /// <summary>
    /// The listeners that take the place of others when a case is checked through something else: by what the client speaks to
    /// the proxy, and by the listener whose place they take.
    /// </summary>
    internal static readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Through =
        new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            [Tls] = new Dictionary<string, string> { [Plain] = Tls, [Auth] = TlsAuth },
            [H2c] = new Dictionary<string, string> { [H2] = H2c, [H2Auth] = H2cAuth, [H2Impatient] = H2cImpatient },
        };

    /// <summary>
    /// Whether what a case is checked through is another way to the same, and not something around it: then what the case
    /// depends on is checked that way too, and a proxy may offer the one or the other alone.
    /// </summary>
    /// <param name="protocol">A key of <see cref="Through"/>.</param>
    internal static bool IsAlternative(string protocol) => protocol == H2c;

    /// <summary>Whether clients speak TLS to a listener.</summary>
    /// <param name="name">The listener.</param>
    internal static bool IsTls(string name) => name is Tls or TlsAuth or H2 or H2Auth or H2Impatient;
}
