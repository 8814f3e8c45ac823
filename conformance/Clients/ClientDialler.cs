using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using ConformanceKit.Origins;

namespace ConformanceKit.Clients;

/// <summary>Makes the connections of the scripted client, in cleartext and in TLS.</summary>
internal static class ClientDialler
{
    /// <summary>Dials a host.</summary>
    /// <param name="host">Its name or address.</param>
    /// <param name="port">The port.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="SocketException">It cannot be reached.</exception>
    public static async Task<ClientStream> DialAsync(string host, int port, CancellationToken cancel)
    {
        var address = IPAddress.TryParse(host, out var given) ? given : (await Dns.GetHostAddressesAsync(host, cancel))[0];
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), cancel);
            return new(new NetworkStream(socket, ownsSocket: true));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Speaks TLS on a connection.</summary>
    /// <param name="below">The connection.</param>
    /// <param name="host">Whose certificate is expected.</param>
    /// <param name="trustsAny">Whether any other will do.</param>
    /// <param name="offer">The protocols to offer by ALPN, or null.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The certificate is not good.</exception>
    public static async Task<ClientStream> TlsAsync(
        ClientStream below, string host, bool trustsAny, List<SslApplicationProtocol>? offer, CancellationToken cancel)
    {
        var stream = new SslStream(below);
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = host,
                ApplicationProtocols = offer,
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { Certificates.Authority },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
                RemoteCertificateValidationCallback = trustsAny ? (_, certificate, _, _) => certificate is not null : null,
            },
            cancel);
        return new(stream, stream.NegotiatedApplicationProtocol == SslApplicationProtocol.Http2);
    }
}
