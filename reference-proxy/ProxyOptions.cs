using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Authentication;
using ConformanceKit.ReferenceProxy.Dialling;
using ConformanceKit.ReferenceProxy.Http;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy;

/// <summary>Everything that can be set on a proxy. The defaults are safe: loopback only, everything bounded.</summary>
public sealed record ProxyOptions
{
    /// <summary>
    /// Where to listen. Default 127.0.0.1 and a free port, which <see cref="ProxyServer.EndPoint"/> then holds.
    /// </summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>
    /// Where to listen for clients that speak TLS to the proxy itself. It needs <see cref="TlsCertificate"/>. Default null: nowhere.
    /// </summary>
    public IPEndPoint? TlsListen { get; init; }

    /// <summary>The certificate that the proxy shows to clients at <see cref="TlsListen"/>, with its key. Default null.</summary>
    public SslStreamCertificateContext? TlsCertificate { get; init; }

    /// <summary>Where to listen for clients that speak SOCKS5 (RFC 1928). Default null: nowhere.</summary>
    public IPEndPoint? SocksListen { get; init; }

    /// <summary>The users, for the Basic scheme and for SOCKS5. Default none: no authentication.</summary>
    public IReadOnlyList<Credential> Credentials { get; init; } = [];

    /// <summary>
    /// The networks that clients may connect from; others get 403. Default null: any, which is allowed only on loopback or
    /// with credentials.
    /// </summary>
    public IReadOnlyList<IPNetwork>? AllowedClients { get; init; }

    /// <summary>
    /// The ports of origins that may be reached, for CONNECT and http alike; others get 403. Default null: any.
    /// </summary>
    public IReadOnlyList<PortRange>? AllowedPorts { get; init; }

    /// <summary>
    /// Destinations that are refused: names with 403, addresses and networks with 502 (RFC 9209). Default none.
    /// </summary>
    public IReadOnlyList<DenyRule> Denied { get; init; } = [];

    /// <summary>How long it may take to resolve the name of an origin and to try all its addresses. Default 10 s.</summary>
    public TimeSpan DialTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a tunnel, an exchange with an origin, or a connection between two requests may be quiet in both directions. A
    /// client that speaks HTTP/2 gets GOAWAY before its connection, which then has no stream, is closed (RFC 9113 §9.1). Default
    /// 300 s.
    /// </summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>
    /// How long a client may take for the TLS handshake, and for what precedes the answer in SOCKS5. Default 10 s.
    /// </summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a head may take from its first byte to its last. Default 10 s.</summary>
    public TimeSpan HeaderTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the open direction of a tunnel may be quiet after the other direction has ended. Default 10 s.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long to keep reading after the last response, so that a client that is still sending can receive it. Default 2 s.
    /// </summary>
    public TimeSpan LingerTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest request line in bytes; RFC 9112 §3 recommends at least 8000. Default 16384.</summary>
    public int MaxRequestLine { get; init; } = 16 * 1024;

    /// <summary>The largest field section in bytes, for requests, responses and trailers. Default 65536.</summary>
    public int MaxHead { get; init; } = 64 * 1024;

    /// <summary>
    /// Whether clients may speak HTTP/2: with prior knowledge at <see cref="Listen"/>, and if TLS selects it at
    /// <see cref="TlsListen"/> (RFC 9113 §3). Default true.
    /// </summary>
    public bool Http2 { get; init; } = true;

    /// <summary>
    /// How many streams of an HTTP/2 connection may be open at once (RFC 9113 §5.1.2); others are refused, and may be tried again.
    /// Each may keep 64 KiB in each direction, and some of them 512 KiB towards the client. Default 100.
    /// </summary>
    public int MaxStreams { get; init; } = 100;

    /// <summary>
    /// How many requests of an HTTP/2 connection may still be at work, such as dialling, for streams that the client has reset
    /// already: <see cref="MaxStreams"/> does not bound them (RFC 9113 §10.5.2). Meanwhile, further streams are refused. Default
    /// 100.
    /// </summary>
    public int MaxDials { get; init; } = 100;

    /// <summary>
    /// How many streams of an HTTP/2 connection may be reset within a second before it is ended: by the client before they are
    /// answered, or because the client breaks a rule (RFC 9113 §10.5.2). Default 200.
    /// </summary>
    public int MaxResets { get; init; } = 200;

    /// <summary>
    /// How many bytes of CONTINUATION, the headers of the frames included, may follow one HEADERS of HTTP/2; more end the
    /// connection (RFC 9113 §10.5.1). Fields of <see cref="MaxHead"/> bytes have to fit into it. Default 65536.
    /// </summary>
    public int MaxContinuation { get; init; } = 64 * 1024;

    /// <summary>How many client connections may be open at once; others get 503. Default 4096.</summary>
    public int MaxConnections { get; init; } = 4096;

    /// <summary>The realm of the challenge. Default "reference-proxy".</summary>
    public string Realm { get; init; } = "reference-proxy";

    /// <summary>The pseudonym in Via (RFC 9110 §7.6.3) and Proxy-Status (RFC 9209): a token that starts with a letter.</summary>
    public string Name { get; init; } = "reference-proxy";

    /// <summary>
    /// Resolves a host name to its addresses, for instance from a custom table. It may block, and it throws
    /// <see cref="SocketException"/> if it fails. Default null: the system's resolver.
    /// </summary>
    public Func<string, IPAddress[]>? Resolve { get; init; }

    /// <summary>
    /// Opens the TCP connection to an origin's address, for instance from a certain network interface. It is called for each
    /// address in turn, after the checks, and returns a connected socket, which the proxy closes. It throws
    /// <see cref="SocketException"/> if it fails, and <see cref="OperationCanceledException"/> if it is cancelled. Default null:
    /// a system socket.
    /// </summary>
    public Func<IPEndPoint, CancellationToken, Task<Socket>>? Connect { get; init; }

    /// <summary>
    /// Called with one line for each request, once the request has ended. May be called concurrently. Default null.
    /// </summary>
    public Action<string>? Log { get; init; }

    /// <summary>
    /// Called with one line when the proxy itself fails: it cannot accept a connection, or has a defect. May be called
    /// concurrently. Default null: <see cref="Log"/> is called instead.
    /// </summary>
    public Action<string>? Failures { get; init; }

    /// <summary>
    /// Called for each client connection, with its number; the action that it returns is called with each event of that
    /// connection's exchange, in time order and without credentials. May be called concurrently. Default null.
    /// </summary>
    public Func<long, Action<ExchangeEvent>>? Trace { get; init; }

    /// <summary>
    /// Throws if these options cannot work, or would create an open relay by accident; the message says which option and why.
    /// </summary>
    /// <exception cref="ArgumentException">The options are not acceptable.</exception>
    internal void Check()
    {
        var open = new[] { Listen, TlsListen, SocksListen }
            .FirstOrDefault(at => at is not null && !IPAddress.IsLoopback(at.Address));
        if (open is not null && Credentials.Count == 0 && AllowedClients is null)
        {
            throw new ArgumentException(
                $"listening on {open} would serve everybody: require credentials (--credentials) "
                + "or limit the clients (--allow)");
        }

        if (TlsListen is not null && TlsCertificate is null)
            throw new ArgumentException("listening for TLS needs a certificate");

        if (!Token.IsToken(Name) || !char.IsAsciiLetter(Name[0]))
            throw new ArgumentException($"the name '{Name}' is not a token that starts with a letter");
        if (Realm.Any(c => c is < ' ' or > '~'))
            throw new ArgumentException("the realm is not plain ASCII text");

        Positive(DialTimeout, "dial timeout");
        Positive(IdleTimeout, "idle timeout");
        Positive(HandshakeTimeout, "handshake timeout");
        Positive(HeaderTimeout, "header timeout");
        Positive(DrainTimeout, "drain timeout");
        Positive(LingerTimeout, "linger timeout");
        int[] limits = [MaxRequestLine, MaxHead, MaxConnections, MaxStreams, MaxDials, MaxResets, MaxContinuation];
        if (limits.Min() < 1)
            throw new ArgumentException("a limit must be at least 1");
    }

    // Timers count milliseconds in 32 bits.
    private static void Positive(TimeSpan value, string name)
    {
        if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(40))
            throw new ArgumentException($"the {name} is not between 0 and 40 days");
    }
}
