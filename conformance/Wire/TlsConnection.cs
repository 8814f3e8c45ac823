using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ConformanceKit.Wire;

/// <summary>
/// TLS as a client on a connection through the proxy. Whom the certificate belongs to is not validated but shown, because that is
/// what a scenario wants to see. Disposing it sends the closure alert and ends the sending side of the connection below.
/// </summary>
public sealed class TlsConnection : IAsyncDisposable
{
    internal TlsConnection(WireConnection inside, X509Certificate2 certificate, string alpn) =>
        (Inside, RemoteCertificate, Alpn) = (inside, certificate, alpn);

    /// <summary>What goes inside TLS, with all that a connection offers; recorded as <c>client N (tls)</c>.</summary>
    public WireConnection Inside { get; }

    /// <summary>The certificate that the client was shown.</summary>
    public X509Certificate2 RemoteCertificate { get; }

    /// <summary>The SHA-256 of the whole certificate as lower-case hex.</summary>
    public string RemoteCertificateSha256 => Convert.ToHexStringLower(SHA256.HashData(RemoteCertificate.RawData));

    /// <summary>The application protocol that was agreed on, or empty.</summary>
    public string Alpn { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Inside.DisposeAsync();
        RemoteCertificate.Dispose();
    }
}
