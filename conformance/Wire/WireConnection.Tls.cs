using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ConformanceKit.Model;

namespace ConformanceKit.Wire;

/// <content>TLS on top of a connection.</content>
public sealed partial class WireConnection
{
    /// <summary>Performs a TLS handshake as the client, normally inside a tunnel.</summary>
    /// <param name="serverName">The name to request (SNI); an address is not sent.</param>
    /// <param name="alpn">The application protocols to offer, in order of preference; none by default.</param>
    /// <returns>The TLS connection, whatever certificate was presented; see
    /// <see cref="TlsConnection.RemoteCertificateSha256"/>.</returns>
    /// <exception cref="RequirementBrokenException"><c>tls-broken</c>: no session was established in time.</exception>
    public Task<TlsConnection> TlsAsync(string serverName, params string[] alpn) =>
        TlsAsync(new TlsOffer(serverName, alpn));

    /// <summary>Performs a TLS handshake as the client.</summary>
    /// <param name="offer">What the client offers.</param>
    /// <param name="closesBelow">Whether this connection is there for the session alone, and is closed with it.</param>
    /// <returns>As <see cref="TlsAsync(string, string[])"/>.</returns>
    /// <exception cref="RequirementBrokenException"><c>tls-broken</c>: no session was established in time.</exception>
    public async Task<TlsConnection> TlsAsync(TlsOffer offer, bool closesBelow = false)
    {
        var stream = new SslStream(AsStream());
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(_over);
        bound.CancelAfter(_waits.Reply);
        try
        {
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = offer.ServerName,
                    EnabledSslProtocols = offer.Version,
                    ApplicationProtocols = [.. offer.Alpn.Select(name => new SslApplicationProtocol(name))],
                    AllowTlsResume = false, // a resumed handshake has no certificate, so it would not show whose it is
                    CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                    RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
                },
                bound.Token);
        }
        catch (Exception error) when (error is AuthenticationException or IOException or OperationCanceledException)
        {
            await stream.DisposeAsync();
            _over.ThrowIfCancellationRequested();
            var why = error is OperationCanceledException
                ? $"it was not complete within {_waits.Reply.TotalSeconds:0.#} s"
                : error.Message;
            throw new RequirementBrokenException(ReasonIds.TlsBroken, $"{Name}: the TLS handshake failed: {why}")
            {
                Marks = Ending.Count > 0 ? Ending : [Note($"the TLS handshake failed: {why}")],
            };
        }

        var agreed = stream.NegotiatedApplicationProtocol.ToString();
        var version = TlsWords.Version(stream.SslProtocol);
        var certificate = new X509Certificate2(stream.RemoteCertificate!);
        var handshake = Note($"{version}, {TlsWords.Alpn(agreed)}, {TlsWords.Certificate(certificate, offer.ServerName)}");
        return new(Inside(new StreamTransport(stream, this, closesBelow)), certificate, agreed) { Marks = [handshake] };
    }

    /// <summary>The traffic inside TLS on this connection, as a separate connection, recorded under its own name.</summary>
    internal WireConnection Inside(SslStream tls) => Inside(new StreamTransport(tls, this));

    private WireConnection Inside(StreamTransport transport) => new($"{Name} (tls)", transport, _transcript, _waits, _over);
}
