using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Tls;

/// <summary>TLS to the proxy: the client's handshake with the proxy itself, before the first request (RFC 9110 §4.2.2).</summary>
internal static class TlsAcceptor
{
    // Without a protocol in common the handshake fails with no_application_protocol (RFC 7301 §3.2). "h2c" is none (RFC 9113 §3.1).
    private static readonly List<SslApplicationProtocol> s_http11 = [SslApplicationProtocol.Http11];
    private static readonly List<SslApplicationProtocol> s_all = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];

    /// <summary>Performs the handshake as the server.</summary>
    /// <param name="socket">The client's socket; it is made non-blocking.</param>
    /// <param name="certificate">The certificate to show.</param>
    /// <param name="http2">Whether HTTP/2 is offered.</param>
    /// <param name="trace">Records the exchange; null if it is not traced.</param>
    /// <param name="traced">Records the connection; null if it is not traced.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="AuthenticationException">The handshake failed; the message says why.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public static async Task<TlsConnection> AcceptAsync(
        Socket socket, SslStreamCertificateContext certificate, bool http2, Tracer? trace, TracedConnection? traced,
        TimeSpan limit, CancellationToken stop)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(stop);
        bound.CancelAfter(limit);
        socket.Blocking = false;
        var records = new RecordStream(socket);
        var tls = new SslStream(records);
        try
        {
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = certificate,
                    ApplicationProtocols = http2 ? s_all : s_http11,
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                },
                bound.Token);
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException or SocketException)
        {
            throw await FailedAsync(tls, trace, Cause(failure).Message, failure);
        }
        catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
        {
            throw await FailedAsync(tls, trace, $"not complete within {limit.TotalSeconds:0.#} s", late);
        }

        trace?.Note(Words(tls));
        return new TlsConnection(socket, records, tls, traced);
    }

    private static async Task<AuthenticationException> FailedAsync(SslStream tls, Tracer? trace, string why, Exception cause)
    {
        await tls.DisposeAsync();
        var failure = new AuthenticationException($"TLS handshake failed: {why}", cause);
        trace?.Note(failure.Message);
        return failure;
    }

    private static Exception Cause(Exception failure) => failure.InnerException is { } inner ? Cause(inner) : failure;

    private static string Words(SslStream tls)
    {
        var version = tls.SslProtocol == SslProtocols.Tls13 ? "TLS 1.3" : "TLS 1.2";
        var alpn = tls.NegotiatedApplicationProtocol.ToString();
        var name = tls.TargetHostName;
        return $"{version} to the proxy, {(alpn == "" ? "no ALPN" : $"ALPN {alpn}")}, {(name == "" ? "no SNI" : $"SNI {name}")}: "
            + "the proxy can read what follows, until a tunnel begins";
    }
}
