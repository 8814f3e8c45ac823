using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using ConformanceKit.Origins;

namespace ConformanceKit.Scenarios.Browser;

/// <summary>
/// The page that an intercepting proxy, whose certificates its clients trust, serves in place of an unreachable origin.
/// </summary>
internal static class ErrorPage
{
    private const string Page = "<!doctype html><title>proxy error</title><p>The origin could not be reached.";

    /// <summary>Connects to a TLS server that answers one request with the page.</summary>
    /// <param name="address">The address that its certificate names.</param>
    /// <param name="cancel">Ends the dial.</param>
    public static async Task<Socket> OpenAsync(IPAddress address, CancellationToken cancel)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndpoint, cancel);
        _ = ServeAsync(await listener.AcceptTcpClientAsync(cancel), address);
        return client;
    }

    private static async Task ServeAsync(TcpClient accepted, IPAddress address)
    {
        using var connection = accepted;
        await using var tls = new SslStream(connection.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = Certificates.For(address.ToString()),
            });
            using var request = new StreamReader(tls, Encoding.Latin1);
            while (await request.ReadLineAsync() is { Length: > 0 })
            {
                // Every request gets the same page.
            }
            await tls.WriteAsync(Encoding.Latin1.GetBytes(
                "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: "
                + $"{Page.Length}\r\n\r\n{Page}"));
        }
        catch (Exception ended) when (ended is AuthenticationException or IOException)
        {
            // The client spoke no TLS, or left.
        }
    }
}
