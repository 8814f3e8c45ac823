using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ConformanceKit.Wire;

namespace ConformanceKit.Origins;

/// <summary>A TLS session that an origin accepted.</summary>
/// <param name="ServerName">The server name that the client requested (SNI), or empty.</param>
/// <param name="Alpn">The negotiated application protocol, or empty.</param>
/// <param name="Protocol">The version of TLS.</param>
public sealed record TlsSession(string ServerName, string Alpn, SslProtocols Protocol);

/// <summary>The TLS side of an origin: its certificate, and what it saw of its clients.</summary>
public sealed class TlsLayer
{
    private readonly SslStreamCertificateContext _context;
    private readonly IReadOnlyList<string> _alpn;
    private readonly ConcurrentQueue<TlsSession> _sessions = [];
    private readonly ConcurrentQueue<string> _failures = [];
    private readonly ConcurrentQueue<string> _serverNames = [];

    internal TlsLayer(string host, IReadOnlyList<string> alpn, bool isForeign = false) =>
        (_context, _alpn) = (isForeign ? Certificates.Foreign(host) : Certificates.For(host), alpn);

    /// <summary>The origin's certificate.</summary>
    public X509Certificate2 Certificate => _context.TargetCertificate;

    /// <summary>The SHA-256 of the whole certificate in lower-case hex, which identifies it.</summary>
    public string CertificateSha256 => Convert.ToHexStringLower(SHA256.HashData(Certificate.RawData));

    /// <summary>The sessions so far, in the order in which their handshakes were completed.</summary>
    public IReadOnlyList<TlsSession> Sessions => [.. _sessions];

    /// <summary>The server names that clients have requested so far, an empty one for none; also where TLS failed after that.
    /// </summary>
    public IReadOnlyList<string> ServerNames => [.. _serverNames];

    /// <summary>Why handshakes have failed so far, for instance because the client refused the certificate.</summary>
    public IReadOnlyList<string> Failures => [.. _failures];

    /// <summary>A script that does the handshake and then runs another script inside TLS.</summary>
    internal OriginScript Around(OriginScript inside) => async (connection, cancel) =>
    {
        var stream = new SslStream(connection.AsStream());
        var session = await HandshakeAsync(connection, stream, cancel);
        if (session is null)
        {
            await stream.DisposeAsync();
            return;
        }

        _sessions.Enqueue(session);
        var version = TlsWords.Version(session.Protocol);
        var name = session.ServerName.Length > 0 ? $"server name \"{session.ServerName}\"" : "no server name";
        connection.Note($"{version}, {name}, {TlsWords.Alpn(session.Alpn)}");
        await using var inner = connection.Inside(stream);
        await inside(inner, cancel);
    };

    private async Task<TlsSession?> HandshakeAsync(WireConnection connection, SslStream stream, CancellationToken cancel)
    {
        var serverName = "";
        try
        {
            await stream.AuthenticateAsServerAsync(
                (_, hello, _, _) =>
                {
                    serverName = hello.ServerName;
                    _serverNames.Enqueue(serverName);
                    return ValueTask.FromResult(new SslServerAuthenticationOptions
                    {
                        ServerCertificateContext = _context,
                        ApplicationProtocols = _alpn.Count == 0
                            ? null
                            : [.. _alpn.Select(name => new SslApplicationProtocol(name))],
                    });
                },
                null,
                cancel);
            return new(serverName, stream.NegotiatedApplicationProtocol.ToString(), stream.SslProtocol);
        }
        catch (Exception error) when (error is AuthenticationException or IOException)
        {
            _failures.Enqueue(error.Message);
            connection.Note($"TLS: the handshake failed: {error.Message}");
            return null;
        }
    }
}
