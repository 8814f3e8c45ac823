using System.Net.Security;
using System.Security.Authentication;
using ConformanceKit.Origins;
using ConformanceKit.Wire;

namespace ConformanceKit.ScriptedProxies;

/// <summary>TLS between a client and a scripted proxy.</summary>
internal static class ProxyTls
{
    private const string OtherHost = "other.test";

    /// <summary>Performs the handshake as the server.</summary>
    /// <param name="connection">The client's connection.</param>
    /// <param name="certificate">Which certificate is shown.</param>
    /// <param name="host">The proxy's own name or address.</param>
    /// <param name="offersHttp2">Whether the proxy speaks HTTP/2 too.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>What is inside TLS, and what ALPN agreed on; null if the client did not go on with this certificate.</returns>
    public static async Task<(WireConnection Inside, string Protocol)?> AcceptAsync(
        WireConnection connection, ProxyCertificate certificate, string host, bool offersHttp2, CancellationToken cancel)
    {
        var stream = new SslStream(connection.AsStream());
        try
        {
            await stream.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = certificate switch
                    {
                        ProxyCertificate.Trusted => Certificates.For(host),
                        ProxyCertificate.OtherHost => Certificates.For(OtherHost),
                        _ => Certificates.Foreign(host),
                    },
                    ApplicationProtocols = offersHttp2
                        ? [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11]
                        : [SslApplicationProtocol.Http11],
                },
                cancel);
            connection.Note($"{TlsWords.Version(stream.SslProtocol)} to the proxy, "
                + TlsWords.Alpn(stream.NegotiatedApplicationProtocol.ToString()));
            return (connection.Inside(stream), stream.NegotiatedApplicationProtocol.ToString());
        }
        catch (Exception refused) when (refused is AuthenticationException or IOException)
        {
            connection.Note($"TLS to the proxy: the handshake failed: {refused.Message}");
            await stream.DisposeAsync();
            return null;
        }
    }
}
