using System.Net;
using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Authentication;
using ConformanceKit.ReferenceProxy.Connect;
using ConformanceKit.ReferenceProxy.Dialling;
using ConformanceKit.ReferenceProxy.Forwarding;
using ConformanceKit.ReferenceProxy.Http;
using ConformanceKit.ReferenceProxy.Recording;
using ConformanceKit.ReferenceProxy.Tcp;

namespace ConformanceKit.ReferenceProxy;

/// <summary>A running proxy: it listens, and serves every connection until it is stopped.</summary>
public sealed class ProxyServer : IAsyncDisposable
{
    private readonly ProxyOptions _options;
    private readonly Socket _listener;
    private readonly RequestLoop _loop;
    private readonly CredentialSet _credentials;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Shutdown _shutdown = new();
    private readonly Task _accepting;
    private readonly Turn _turn = new();
    private readonly PeerWatch _watch = new();
    private int _connections;
    private bool _disposed;

    private ProxyServer(ProxyOptions options, Socket listener)
    {
        _options = options;
        _listener = listener;
        EndPoint = (IPEndPoint)listener.LocalEndPoint!;
        _credentials = new CredentialSet(options.Credentials, options.Realm);
        var dialer = new Dialer(
            new DestinationPolicy(options.AllowedPorts, options.Denied, options.Listen.Address),
            options.DialTimeout,
            new LookUps(options.Resolve ?? Dns.GetHostAddresses),
            options.Connect ?? Dialer.ConnectAsync);
        _loop = new RequestLoop(
            options, _credentials, new ConnectHandler(options, dialer), new ForwardHandler(options, dialer));
        _accepting = AcceptAsync();
    }

    /// <summary>
    /// Where the proxy listens; the port is the one the system chose if <see cref="ProxyOptions.Listen"/> has port 0.
    /// </summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Starts a proxy.</summary>
    /// <param name="options">All settings.</param>
    /// <exception cref="ArgumentException">An option is not valid, or the proxy would be open to the network.</exception>
    /// <exception cref="SocketException">The proxy cannot listen on the address, for instance because it is in use.</exception>
    public static ProxyServer Start(ProxyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        var listener = new Socket(options.Listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(options.Listen);
            listener.Listen(512);
            return new ProxyServer(options, listener);
        }
        catch (SocketException)
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Stops accepting connections, gives those that are open time to end, and aborts the rest. May be called again.
    /// </summary>
    /// <param name="drain">How long open connections may take to end.</param>
    public async Task StopAsync(TimeSpan drain)
    {
        await _shutdown.DrainAsync();
        await _accepting;
        _listener.Dispose();

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

    private async Task AcceptAsync()
    {
        // The accept loop counts as a connection, so that the count is 0 only when no more can come.
        _connections = 1;
        for (long number = 1; !_shutdown.Draining.IsCancellationRequested; number++)
        {
            try
            {
                var socket = await _turn.Take(_listener.AcceptAsync(_shutdown.Draining));
                Interlocked.Increment(ref _connections);

                // The accept loop serves nothing itself: this call returns before a request is read.
                _ = ServeAsync(socket, number);
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

    private async Task ServeAsync(Socket socket, long id)
    {
        try
        {
            socket.NoDelay = true;
            var trace = _options.Trace is { } traced ? new Tracer(traced(id)) : null;
            var connection = new TcpConnection(socket, trace?.Client());
            using var client = new Client(connection, _options, _credentials.Challenge, trace, _shutdown);
            _watch.Add(id, connection);

            // Whatever the client has already sent waits until others have had their turns, so that it cannot hold up the
            // accept loop.
            connection.Turn.End();
            if (_connections - 1 > _options.MaxConnections)
                await client.CloseAsync(await client.RejectAsync(RejectionReason.TooManyConnections, null, mayAskAgain: false));
            else
                await _loop.ServeAsync(client);
        }
        catch (Exception end) when (end is SocketException or OperationCanceledException)
        {
            // The client is gone or the proxy is stopping: there is nobody left to answer.
        }
        catch (Exception defect)
        {
            // One connection must not take the others down, and a defect must not go unnoticed.
            ReportFailure($"internal error on connection {id}: {defect}");
        }
        finally
        {
            _watch.Remove(id);
            socket.Dispose();
            Ended();
        }
    }

    private void ReportFailure(string line) => (_options.Failures ?? _options.Log)?.Invoke(line);

    private void Ended()
    {
        if (Interlocked.Decrement(ref _connections) == 0)
            _ended.TrySetResult();
    }
}
