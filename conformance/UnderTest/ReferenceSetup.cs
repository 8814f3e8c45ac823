using System.Net;
using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.ReferenceProxy;
using ConformanceKit.ReferenceProxy.Authentication;
using ConformanceKit.ReferenceProxy.Dialling;

namespace ConformanceKit.UnderTest;

/// <summary>
/// Sets up the reference inside this process with listeners of every kind: without credentials, with credentials, with short
/// timeouts, for TLS, for HTTP/2 and for SOCKS5.
/// </summary>
internal static class ReferenceSetup
{
    private const string User = "user";
    private const string Password = "pass:word"; // a colon on purpose: RFC 7617 §2 permits it

    private static readonly UserPassword s_utf8 = new("test", "123£"); // the example of RFC 7617 §2.1
    private static readonly DeniedTargets s_denies = new(25, IPAddress.Parse("127.0.0.2"));
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    /// <summary>The features that the reference offers.</summary>
    public static IReadOnlySet<string> Features { get; } = new HashSet<string>
    {
        ProxyFeatures.Connect, ProxyFeatures.Http, ProxyFeatures.IPv6, ProxyFeatures.Auth, ProxyFeatures.Impatient,
        ProxyFeatures.Tls, ProxyFeatures.TlsAuth, ProxyFeatures.H2, ProxyFeatures.H2Auth, ProxyFeatures.H2Impatient,
        ProxyFeatures.H2c, ProxyFeatures.H2cAuth, ProxyFeatures.H2cImpatient, ProxyFeatures.Socks5, ProxyFeatures.Socks5Auth,
        ProxyFeatures.DirectAddress,
    };

    /// <summary>Starts every listener.</summary>
    /// <param name="listen">Starts the listener of a name with the given options, and returns its address.</param>
    /// <param name="log">Called with each line of the log.</param>
    /// <returns>The running proxy, as the scenarios see it.</returns>
    public static RunningSubject Start(Func<string, ProxyOptions, IPEndPoint> listen, Action<string> log)
    {
        // 3 s instead of 10 for a target that never answers, as for the proxies in containers.
        var options = new ProxyOptions
        {
            DialTimeout = TimeSpan.FromSeconds(3),
            AllowedPorts = [new PortRange(1, s_denies.Port!.Value - 1),
                new PortRange(s_denies.Port.Value + 1, IPEndPoint.MaxPort)],
            Denied = [DenyRule.Parse(s_denies.Address!.ToString())],
            Resolve = name => name == SessionNetwork.UnderscoreHost ? [OwnLoopback.Address] : Dns.GetHostAddresses(name),
            Log = log,
        };
        var guarded = options with
        {
            Credentials = [new Credential(User, Password), new Credential(s_utf8.User, s_utf8.Password)],
        };
        var hurried = options with { HeaderTimeout = s_patience, IdleTimeout = s_patience };
        var listeners = new Dictionary<string, Listener>
        {
            [ListenerNames.Plain] = new(listen(ListenerNames.Plain, options)),
            [ListenerNames.Auth] = new(listen(ListenerNames.Auth, guarded), User, Password) { Utf8 = s_utf8 },
            [ListenerNames.Impatient] = new(listen(ListenerNames.Impatient, hurried)) { Patience = s_patience },
            [ListenerNames.Tls] = Tls(new(listen(ListenerNames.Tls, options))),
            [ListenerNames.TlsAuth] = Tls(new(listen(ListenerNames.TlsAuth, guarded), User, Password)),
            [ListenerNames.H2] = Tls(new(listen(ListenerNames.H2, options))),
            [ListenerNames.H2Auth] = Tls(new(listen(ListenerNames.H2Auth, guarded), User, Password)),
            [ListenerNames.H2Impatient] = Tls(
                new(listen(ListenerNames.H2Impatient, hurried)) { Patience = s_patience }),
            [ListenerNames.H2c] = new(listen(ListenerNames.H2c, options)),
            [ListenerNames.H2cAuth] = new(listen(ListenerNames.H2cAuth, guarded), User, Password),
            [ListenerNames.H2cImpatient] = new(listen(ListenerNames.H2cImpatient, hurried)) { Patience = s_patience },
            [ListenerNames.Socks5] = new(listen(ListenerNames.Socks5, options)),
            [ListenerNames.Socks5Auth] = new(listen(ListenerNames.Socks5Auth, guarded), User, Password),
        };
        return new RunningSubject(
            listeners,
            ProgramVersion.Of(typeof(ProxyServer).Assembly),
            "",
            OwnLoopback.Address,
            OwnLoopback.Address.ToString(),
            LocalAddress.LoopbackV6)
        {
            Denies = s_denies,
            UnderscoreHost = SessionNetwork.UnderscoreHost,
        };
    }

    /// <summary>The options with which the reference listens for what a listener speaks, apart from plain HTTP.</summary>
    /// <param name="listener">One of <see cref="ListenerNames"/>.</param>
    /// <param name="options">Its other options.</param>
    public static ProxyOptions Also(string listener, ProxyOptions options)
    {
        var anywhere = new IPEndPoint(IPAddress.Loopback, 0);
        if (ListenerNames.IsTls(listener))
            return options with { TlsListen = anywhere, TlsCertificate = Certificates.For("127.0.0.1") };
        return ListenerNames.IsSocks5(listener) ? options with { SocksListen = anywhere } : options;
    }

    private static Listener Tls(Listener listener) => listener with { IsTls = true, IsTrusted = true };
}
