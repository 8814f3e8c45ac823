namespace ConformanceKit.UnderTest;

/// <summary>
/// The names of a proxy's listeners, as in its <c>proxy.json</c>. All but <see cref="Plain"/> are features too.
/// </summary>
public static class ListenerNames
{
    /// <summary>The listener that requires no credentials; every proxy has it.</summary>
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

    /// <summary>The listener that speaks HTTP/2 to its clients.</summary>
    public const string H2 = ProxyFeatures.H2;

    /// <summary>All of them.</summary>
    internal static readonly IReadOnlyList<string> All = [Plain, Auth, Digest, Impatient, Tls, TlsAuth, H2, Socks5, Socks5Auth];

    /// <summary>Whether a listener can be probed with a request in HTTP/1 over TCP.</summary>
    /// <param name="name">The listener.</param>
    internal static bool SpeaksHttp1(string name) => name is not (H2 or Socks5 or Socks5Auth) && !IsTls(name);

    /// <summary>Whether clients speak TLS to a listener.</summary>
    /// <param name="name">The listener.</param>
    internal static bool IsTls(string name) => name is Tls or TlsAuth;
}
