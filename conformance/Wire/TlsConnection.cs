using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ConformanceKit.Model;

namespace ConformanceKit.Wire;

/// <summary>
/// TLS as a client on a connection through the proxy. The owner of the certificate is not validated but exposed, because that is
/// what a scenario examines. Disposing it sends the closure alert and ends the sending side of the connection below, which is closed
/// if it was dialled for this session alone.
/// </summary>
public sealed class TlsConnection : IAsyncDisposable
{
    internal TlsConnection(WireConnection inside, X509Certificate2 certificate, string alpn) =>
        (Inside, RemoteCertificate, Alpn) = (inside, certificate, alpn);

    /// <summary>The traffic inside TLS, with all that a connection offers; recorded as <c>client N (tls)</c>.</summary>
    public WireConnection Inside { get; }

    /// <summary>The certificate that was presented to the client.</summary>
    public X509Certificate2 RemoteCertificate { get; }

    /// <summary>The SHA-256 of the whole certificate as lower-case hex.</summary>
    public string RemoteCertificateSha256 => Convert.ToHexStringLower(SHA256.HashData(RemoteCertificate.RawData));

    /// <summary>The negotiated application protocol, or empty.</summary>
    public string Alpn { get; }

    /// <summary>
    /// Whether the peer has ended the session with a closure alert (RFC 8446 §6.1). Only a read of <see cref="Inside"/> to its end
    /// sees it. FIN alone, which may be a truncation, does not count.
    /// </summary>
    public bool IsEndedByAlert => Inside.IsEndedInOrder;

    /// <summary>What a failure points at that is about the handshake.</summary>
    public IReadOnlyList<Mark> Marks { get; internal init; } = [];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Inside.DisposeAsync();
        RemoteCertificate.Dispose();
    }
}
