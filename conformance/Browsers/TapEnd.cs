using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ConformanceKit.Origins;
using ConformanceKit.ReferenceProxy.Tls;

namespace ConformanceKit.Browsers;

/// <summary>One side of the tap: a TCP connection with the browser or with the proxy, or TLS on it.</summary>
internal sealed class TapEnd : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly Stream _stream;

    private TapEnd(Socket socket, Stream stream) => (_socket, _stream) = (socket, stream);

    /// <summary>The connection as it is.</summary>
    /// <param name="socket">The connection; closed with this.</param>
    public static TapEnd Of(Socket socket) => new(socket, new NetworkStream(socket, ownsSocket: true));

    /// <summary>HTTP/2 inside TLS with the browser, which trusts the certificate.</summary>
    /// <param name="socket">The connection; closed with this.</param>
    /// <param name="cancel">Ends the handshake.</param>
    /// <exception cref="IOException">There is no session, or not for HTTP/2.</exception>
    public static Task<TapEnd> ServeHttp2Async(Socket socket, CancellationToken cancel) => HandshakeAsync(socket, tls =>
        tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificateContext = Certificates.For("127.0.0.1"),
                ApplicationProtocols = [SslApplicationProtocol.Http2],
            },
            cancel));

    /// <summary>HTTP/2 inside TLS with the proxy, whatever certificate it shows: that is for another case to grade.</summary>
    /// <param name="socket">The connection; closed with this.</param>
    /// <param name="cancel">Ends the handshake.</param>
    /// <exception cref="IOException">There is no session, or not for HTTP/2.</exception>
    public static Task<TapEnd> RequestHttp2Async(Socket socket, CancellationToken cancel) => HandshakeAsync(socket, tls =>
        tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "",
                ApplicationProtocols = [SslApplicationProtocol.Http2],
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
            },
            cancel));

    /// <summary>Receives some bytes; 0 is the end.</summary>
    public ValueTask<int> ReceiveAsync(Memory<byte> into, CancellationToken cancel) => _stream.ReadAsync(into, cancel);

    /// <summary>Sends all bytes.</summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel) => _stream.WriteAsync(bytes, cancel);

    /// <summary>Ends the sending side in order.</summary>
    public async Task FinishAsync()
    {
        if (_stream is SslStream tls)
            await ClosureAlert.SendAsync(tls);
        _socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Aborts the connection.</summary>
    public void Abort() => _socket.Close(timeout: 0);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static async Task<TapEnd> HandshakeAsync(Socket socket, Func<SslStream, Task> handshake)
    {
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await handshake(tls);
            return tls.NegotiatedApplicationProtocol == SslApplicationProtocol.Http2
                ? new(socket, tls)
                : throw new IOException("ALPN does not select HTTP/2");
        }
        catch (AuthenticationException refused)
        {
            throw new IOException($"the TLS handshake failed: {refused.Message}", refused);
        }
    }
}
