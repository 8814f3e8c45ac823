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

/// <summary>A running proxy: listens, and serves every connection until it is stopped.</summary>
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

    /// <summary>Where the proxy listens, with the port it was given when <see cref="ProxyOptions.Listen"/> has port 0.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Starts a proxy.</summary>
    /// <param name="options">All settings.</param>
    /// <exception cref="ArgumentException">An option is not valid, or the proxy would be open to the network.</exception>
    /// <exception cref="SocketException">The address cannot be listened on, for instance because it is in use.</exception>
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

    /// <summary>Accepts nothing more, lets what is running end, and ends what is left. May be called again.</summary>
    /// <param name="drain">How long what is running may take to end by itself.</param>
    public async Task StopAsync(TimeSpan drain)
    {
        await _shutdown.DrainAsync();
        await _accepting;
        _listener.Dispose();

        await Task.WhenAny(_ended.Task, Task.Delay(drain));
        await _shutdown.AbortAsync();
        await _ended.Task;
    }

    /// <summary>Stops without waiting for what is running.</summary>
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
        // Accepting counts as one, so that the number is 0 only when nothing more can come.
        _connections = 1;
        for (long number = 1; !_shutdown.Draining.IsCancellationRequested; number++)
        {
            try
            {
                var socket = await _turn.Take(_listener.AcceptAsync(_shutdown.Draining));
                Interlocked.Increment(ref _connections);

                // Accepting never runs a connection: this returns as soon as it would go on.
                _ = ServeAsync(socket, number);
            }
            catch (SocketException failure)
            {
                // The client went before it was accepted, or there are no sockets left: the latter takes a moment.
                Fails($"cannot accept a connection: {failure.Message}");
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

            // What it has sent already is looked at when others have had their turns: so accepting runs nothing of it.
            connection.Turn.End();
            if (_connections - 1 > _options.MaxConnections)
                await client.CloseAsync(await client.RejectAsync(RejectionReason.TooManyConnections, null, mayAskAgain: false));
            else
                await _loop.ServeAsync(client);
        }
        catch (Exception end) when (end is SocketException or OperationCanceledException)
        {
            // The client is gone, or the proxy stops: there is nobody left to tell.
        }
        catch (Exception defect)
        {
            // One connection must not take the others with it, and a defect must not pass unseen.
            Fails($"internal error on connection {id}: {defect}");
        }
        finally
        {
            _watch.Remove(id);
            socket.Dispose();
            Ended();
        }
    }

    private void Fails(string line) => (_options.Failures ?? _options.Log)?.Invoke(line);

    private void Ended()
    {
        if (Interlocked.Decrement(ref _connections) == 0)
            _ended.TrySetResult();
    }
}
