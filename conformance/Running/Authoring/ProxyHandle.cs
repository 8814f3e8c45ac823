using System.Net;
using ConformanceKit.Model;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Running.Authoring;

/// <summary>The proxy under test as a scenario's body sees it.</summary>
public sealed class ProxyHandle
{
    private readonly RunningSubject _running;
    private readonly Func<Listener, Task<WireConnection>> _dial;
    private readonly Func<WireConnection, TlsOffer, Task<TlsConnection>> _handshake;
    private readonly Func<Http2Client, Http2Client> _own;

    internal ProxyHandle(
        string name,
        IReadOnlySet<string> features,
        RunningSubject running,
        Func<Listener, Task<WireConnection>> dial,
        Func<WireConnection, TlsOffer, Task<TlsConnection>> handshake,
        Func<Http2Client, Http2Client> own)
    {
        Name = name;
        Features = features;
        _running = running;
        _dial = dial;
        _handshake = handshake;
        _own = own;
    }

    /// <summary>The name in reports and baselines.</summary>
    public string Name { get; }

    /// <summary>The features that the proxy declares.</summary>
    public IReadOnlySet<string> Features { get; }

    /// <summary>The listener for HTTP that requires no credentials.</summary>
    /// <exception cref="NotApplicableException">The proxy does not speak HTTP.</exception>
    public Listener PlainListener => Found(ListenerNames.Plain, "the proxy has no listener without credentials");

    /// <summary>The listener that requires credentials, with credentials that it accepts.</summary>
    /// <exception cref="NotApplicableException">The proxy has none.</exception>
    public Listener AuthListener => Found(ListenerNames.Auth, "the proxy has no listener that requires credentials");

    /// <summary>
    /// The listener for requests with Digest credentials: the one meant for them, or else the one that requires any credentials.
    /// </summary>
    /// <exception cref="NotApplicableException">The proxy has none.</exception>
    public Listener DigestListener => _running.Find(ListenerNames.Digest) ?? AuthListener;

    /// <summary>A listener that requires no credentials and gives up soon, after <see cref="Listener.Patience"/>.</summary>
    /// <exception cref="NotApplicableException">The proxy has none.</exception>
    public Listener ImpatientListener => Found(ListenerNames.Impatient,
        "no listener with known, short time limits is declared: 'impatient' among the listeners in a proxy.json");

    /// <summary>The listener for TLS to the proxy that requires no credentials.</summary>
    /// <exception cref="NotApplicableException">The proxy has none.</exception>
    public Listener TlsListener => Declared(ListenerNames.Tls, "speaks TLS to its clients");

    /// <summary>The listener for TLS to the proxy that requires credentials, with credentials that it accepts.</summary>
    /// <exception cref="NotApplicableException">The proxy has none.</exception>
    public Listener TlsAuthListener => Declared(ListenerNames.TlsAuth, "speaks TLS to its clients and requires credentials");

    /// <summary>
    /// The listener for HTTP/2 that requires no credentials: inside TLS, or in cleartext for a case that is checked through that.
    /// </summary>
    /// <exception cref="NotApplicableException">The proxy has none.</exception>
    public Listener H2Listener => Declared(ListenerNames.H2, "speaks HTTP/2 to its clients");

    /// <summary>The listener for HTTP/2 that requires credentials, with credentials that it accepts.</summary>
    /// <exception cref="NotApplicableException">The proxy has none.</exception>
    public Listener H2AuthListener => Declared(ListenerNames.H2Auth, "speaks HTTP/2 to its clients and requires credentials");

    /// <summary>
    /// A listener for HTTP/2 that requires no credentials and gives up soon, after <see cref="Listener.Patience"/>.
    /// </summary>
    /// <exception cref="NotApplicableException">The proxy has none.</exception>
    public Listener H2ImpatientListener => Declared(ListenerNames.H2Impatient,
        "speaks HTTP/2 to its clients and has known, short time limits");

    /// <summary>The listener for SOCKS5 that requires no credentials.</summary>
    /// <exception cref="NotApplicableException">The proxy has none.</exception>
    public Listener Socks5Listener => Declared(ListenerNames.Socks5, "speaks SOCKS5");

    /// <summary>The listener for SOCKS5 that requires a user name and a password, with those that it accepts.</summary>
    /// <exception cref="NotApplicableException">The proxy has none.</exception>
    public Listener Socks5AuthListener => Declared(ListenerNames.Socks5Auth, "speaks SOCKS5 and requires credentials");

    /// <summary>A port that the proxy is configured not to connect to.</summary>
    /// <exception cref="NotApplicableException">None is declared.</exception>
    public int DeniedPort => _running.Denies.Port
        ?? throw new NotApplicableException(
            "no port is declared that the proxy is configured to refuse: 'denies' in a proxy.json");

    /// <summary>An address that the proxy is configured not to connect to.</summary>
    /// <exception cref="NotApplicableException">None is declared.</exception>
    public IPAddress DeniedAddress => _running.Denies.Address
        ?? throw new NotApplicableException(
            "no address is declared that the proxy is configured to refuse: 'denies' in a proxy.json");

    /// <summary>A host name with an underscore at which the proxy reaches the origins too.</summary>
    /// <exception cref="NotApplicableException">The proxy was not given one.</exception>
    public string UnderscoreHost => _running.UnderscoreHost
        ?? throw new NotApplicableException("only a proxy in a container can be given a name with an underscore for the origins");

    /// <summary>Whether the proxy runs on this machine itself, and so shares its loopback addresses.</summary>
    public bool IsOnThisMachine =>
        IPAddress.IsLoopback(_running.Main.EndPoint.Address) && Features.Contains(ProxyFeatures.DirectAddress);

    /// <summary>The value of a Proxy-Authorization field that the authenticating listener accepts (RFC 7617 §2).</summary>
    /// <exception cref="NotApplicableException">The proxy has no such listener.</exception>
    public string BasicCredentials => Requests.BasicCredentials(AuthListener.User ?? "", AuthListener.Password ?? "");

    /// <summary>
    /// Dials the listener that requires no credentials. The connection is closed after the scenario at the latest.
    /// </summary>
    /// <exception cref="HarnessException">The proxy cannot be reached.</exception>
    public Task<WireConnection> DialAsync() => DialAsync(PlainListener);

    /// <summary>
    /// Dials the listener that requires credentials. The connection is closed after the scenario at the latest.
    /// </summary>
    /// <exception cref="NotApplicableException">The proxy has none.</exception>
    /// <exception cref="HarnessException">The proxy cannot be reached.</exception>
    public Task<WireConnection> DialAuthAsync() => DialAsync(AuthListener);

    /// <summary>
    /// Dials a listener, with TLS if that is what it speaks: then without a server name, since the kit dials addresses. The
    /// connection is closed after the scenario at the latest.
    /// </summary>
    /// <param name="listener">For instance <see cref="ImpatientListener"/>.</param>
    /// <returns>The connection, or what is inside TLS.</returns>
    /// <exception cref="HarnessException">The proxy cannot be reached.</exception>
    public async Task<WireConnection> DialAsync(Listener listener) =>
        listener.IsTls ? (await DialTlsAsync(listener, new TlsOffer(""))).Inside : await _dial(listener);

    /// <summary>Dials a listener, but only over TCP, whatever it speaks.</summary>
    /// <param name="listener">For instance <see cref="TlsListener"/>.</param>
    /// <exception cref="HarnessException">The proxy cannot be reached.</exception>
    public Task<WireConnection> DialTcpAsync(Listener listener) => _dial(listener);

    /// <summary>Dials a listener and performs the TLS handshake with the proxy itself.</summary>
    /// <param name="listener">For instance <see cref="TlsListener"/>.</param>
    /// <param name="offer">What the client offers.</param>
    /// <exception cref="HarnessException">The proxy cannot be reached.</exception>
    /// <exception cref="RequirementBrokenException"><c>tls-broken</c>: there is no session.</exception>
    public async Task<TlsConnection> DialTlsAsync(Listener listener, TlsOffer offer) =>
        await _handshake(await _dial(listener), offer);

    /// <summary>Dials a listener and begins to speak HTTP/2, inside TLS if that is what it speaks.</summary>
    /// <param name="listener">By default <see cref="H2Listener"/>.</param>
    /// <param name="options">What the client does by itself; by default what an ordinary one does.</param>
    /// <returns>The client; its connection is closed after the scenario at the latest.</returns>
    /// <exception cref="HarnessException">The proxy cannot be reached.</exception>
    /// <exception cref="RequirementBrokenException">
    /// <c>tls-broken</c>; or <c>tls-negotiation</c>: ALPN does not select HTTP/2.
    /// </exception>
    public async Task<Http2Client> DialHttp2Async(Listener? listener = null, Http2Options? options = null)
    {
        listener ??= H2Listener;
        if (!listener.IsTls)
            return _own(await Http2Client.OpenAsync(await _dial(listener), options));
        var tls = await DialTlsAsync(listener, new TlsOffer("", "h2"));
        return tls.Alpn == "h2"
            ? _own(await Http2Client.OpenAsync(tls.Inside, options))
            : throw new RequirementBrokenException(ReasonIds.TlsNegotiation,
                $"the client offers \"h2\", and the proxy selects {(tls.Alpn.Length > 0 ? $"\"{tls.Alpn}\"" : "nothing")}")
            {
                Marks = tls.Marks,
            };
    }

    private Listener Declared(string name, string what) => Found(name,
        $"no listener is declared that {what}: '{name}' among the listeners in a proxy.json");

    private Listener Found(string name, string otherwise) => _running.Find(name)
        ?? throw new NotApplicableException(_running.WhyWithout(name, otherwise)
            + (_running.Protocol is { } protocol ? $", for clients that speak {protocol.ToUpperInvariant()}" : ""));
}
