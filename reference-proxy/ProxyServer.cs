using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using ConformanceKit.ReferenceProxy.Authentication;
using ConformanceKit.ReferenceProxy.Connect;
using ConformanceKit.ReferenceProxy.Connections;
using ConformanceKit.ReferenceProxy.Dialling;
using ConformanceKit.ReferenceProxy.Forwarding;
using ConformanceKit.ReferenceProxy.Http;
using ConformanceKit.ReferenceProxy.Http2;
using ConformanceKit.ReferenceProxy.Recording;
using ConformanceKit.ReferenceProxy.Socks;
using ConformanceKit.ReferenceProxy.Tcp;
using ConformanceKit.ReferenceProxy.Tls;

namespace ConformanceKit.ReferenceProxy;

/// <summary>A running proxy: it listens, and serves every connection until it is stopped.</summary>
public sealed class ProxyServer : IAsyncDisposable
{
    private readonly ProxyOptions _options;
    private readonly Listeners _listeners;
    private readonly RequestLoop _loop;
    private readonly StreamHandler _streams;
    private readonly SocksHandler _socks;
    private readonly CredentialSet _credentials;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Shutdown _shutdown = new();
    private readonly Task _accepting;
    private readonly PeerWatch _watch = new();
    private int _connections;
    private long _accepted;
    private bool _disposed;

    private ProxyServer(ProxyOptions options, Listeners listeners)
    {
        _options = options;
        _listeners = listeners;
        _credentials = new CredentialSet(options.Credentials, options.Realm);
        var own = listeners.All.Values.Select(listener => listener.EndPoint).ToList();
        var dialer = new Dialer(
            new DestinationPolicy(options.AllowedPorts, options.Denied, own),
            options.DialTimeout,
            new LookUps(options.Resolve ?? Dns.GetHostAddresses),
            options.Connect ?? Dialer.ConnectAsync);
        var tunnel = new ClientTunnel(options, dialer);
        var handler = new RequestHandler(
            options, _credentials, new ConnectHandler(tunnel), new ForwardHandler(options, dialer));
        _loop = new RequestLoop(options, handler);
        _streams = new StreamHandler(options, handler);
        _socks = new SocksHandler(options, _credentials, tunnel);

        // Each accept loop counts as a connection, so that the count is 0 only when no more can come.
        _connections = listeners.All.Count;
        _accepting = Task.WhenAll(listeners.All.Select(listener => AcceptAsync(listener.Key, listener.Value)));
    }

    /// <summary>
    /// Where the proxy listens; the port is the one the system chose if <see cref="ProxyOptions.Listen"/> has port 0.
    /// </summary>
    public IPEndPoint EndPoint => _listeners.EndPoint(ClientProtocol.Http)!;

    /// <summary>Where the proxy listens for TLS; null if it does not.</summary>
    public IPEndPoint? TlsEndPoint => _listeners.EndPoint(ClientProtocol.Https);

    /// <summary>Where the proxy listens for SOCKS5; null if it does not.</summary>
    public IPEndPoint? SocksEndPoint => _listeners.EndPoint(ClientProtocol.Socks);

    /// <summary>Starts a proxy.</summary>
    /// <param name="options">All settings.</param>
    /// <exception cref="ArgumentException">An option is not valid, or the proxy would be open to the network.</exception>
    /// <exception cref="SocketException">The proxy cannot listen on the address, for instance because it is in use.</exception>
    public static ProxyServer Start(ProxyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return new ProxyServer(options, Listeners.Open(options));
    }

    /// <summary>
    /// Stops accepting connections, gives those that are open time to end, and aborts the rest. May be called again.
    /// </summary>
    /// <param name="drain">How long open connections may take to end.</param>
    public async Task StopAsync(TimeSpan drain)
    {
        await _shutdown.DrainAsync();
        await _accepting;
        _listeners.Dispose();

        await Task.WhenAny(_ended.Task, Task.Delay(drain));
        await _shutdown.AbortAsync();
        await _ended.Task;
    }

    /// <summary>Stops at once, without waiting for open connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await StopAsync(TimeSpan.Zero);
        await _watch.DisposeAsync();
        _shutdown.Dispose();
    }

    private async Task AcceptAsync(ClientProtocol protocol, Listener listener)
    {
        while (!_shutdown.Draining.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(_shutdown.Draining);
                Interlocked.Increment(ref _connections);

                // The accept loop serves nothing itself: this call returns before a request is read.
                _ = ServeAsync(protocol, socket, Interlocked.Increment(ref _accepted));
            }
            catch (SocketException failure)
            {
                // The client left before it was accepted, or no sockets are left, which takes a moment to pass.
                ReportFailure($"cannot accept a connection: {failure.Message}");
                await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(50), _shutdown.Draining));
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        Ended();
    }

    private async Task ServeAsync(ClientProtocol protocol, Socket socket, long id)
    {
        try
        {
            socket.NoDelay = true;
            var trace = _options.Trace is { } sink ? new Tracer(sink(id), FrameTrace.New) : null;
            var traced = trace?.Client();
            var connection = protocol == ClientProtocol.Https
                ? await HandshakeAsync(socket, trace, traced)
                : new TcpConnection(socket, traced);
            if (connection is null)
                return;
            using var client = NewClient(connection, trace);
            _watch.Add(id, connection);

            // Whatever the client has already sent waits until others have had their turns, so that it cannot hold up the
            // accept loop.
            connection.Turn.End();
            if (_connections - _listeners.All.Count > _options.MaxConnections)
                await client.CloseAsync(await RejectTooManyAsync(protocol, client));
            else if (protocol == ClientProtocol.Socks)
                await _socks.ServeAsync(client);
            else if (IsHttp2(client) || await _loop.ServeAsync(client, MayBeHttp2(protocol)))
                await ServeHttp2Async(client, id);
        }
        catch (Exception end) when (end is SocketException or OperationCanceledException)
        {
            // The client is gone or the proxy is stopping: there is nobody left to answer.
        }
        catch (Exception defect)
        {
            // One connection must not take the others down, and a defect must not go unnoticed.
            ReportDefect(defect, id);
        }
        finally
        {
            _watch.Remove(id);
            socket.Dispose();
            Ended();
        }
    }

    private async Task ServeHttp2Async(Client client, long id)
    {
        using var connection = new Http2Connection(client, _options, _streams, defect => ReportDefect(defect, id));
        await connection.ServeAsync();
    }

    // Inside TLS, the handshake says so; in cleartext, the client may just begin (RFC 9113 §3.2, §3.3).
    private static bool IsHttp2(Client client) => client.Connection is TlsConnection { IsHttp2: true };

    private bool MayBeHttp2(ClientProtocol protocol) => _options.Http2 && protocol == ClientProtocol.Http;

    private async Task<Connection?> HandshakeAsync(Socket socket, Tracer? trace, TracedConnection? traced)
    {
        // The handshake needs much computing, and must not hold up the accept loop.
        await Task.Yield();
        try
        {
            return await TlsAcceptor.AcceptAsync(
                socket, _options.TlsCertificate!, _options.Http2, trace, traced, _options.HandshakeTimeout, _shutdown.Aborting);
        }
        catch (AuthenticationException failure)
        {
            // TLS has sent an alert, which must not be lost to a RST.
            using var stranger = NewClient(new TcpConnection(socket, traced), trace);
            stranger.Log(null, 0, failure.Message);
            await stranger.CloseAsync(AfterRequest.Linger);
            return null;
        }
    }

    private static async Task<AfterRequest> RejectTooManyAsync(ClientProtocol protocol, Client client) =>
        protocol == ClientProtocol.Socks || IsHttp2(client)
            ? AfterRequest.Close
            : await client.RejectAsync(RejectionReason.TooManyConnections, null, mayAskAgain: false);

    private Client NewClient(Connection connection, Tracer? trace) =>
        new(connection, _options, _credentials.Challenge, trace, _shutdown);

    private void ReportDefect(Exception defect, long id) => ReportFailure($"internal error on connection {id}: {defect}");

    private void ReportFailure(string line) => (_options.Failures ?? _options.Log)?.Invoke(line);

    private void Ended()
    {
        if (Interlocked.Decrement(ref _connections) == 0)
            _ended.TrySetResult();
    }
}
