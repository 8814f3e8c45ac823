using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Origins;

/// <summary>
/// Accepts an origin's connections, records them, and runs the script on each. A script's failure is kept in
/// <see cref="Faults"/> and noted in the transcript.
/// </summary>
internal sealed class Acceptor : IAsyncDisposable
{
    private const int Backlog = 512;

    private readonly Socket _listener;
    private readonly OriginScript? _script;
    private readonly Transcript _transcript;
    private readonly Waits _waits;
    private readonly CancellationToken _over;
    private readonly CancellationTokenSource _lifetime = new();
    private readonly Channel<WireConnection> _handedOver = Channel.CreateUnbounded<WireConnection>();
    private readonly ConcurrentDictionary<EndPoint, TaskCompletionSource> _sentinels = [];
    private readonly ConcurrentQueue<WireConnection> _connections = [];
    private readonly ConcurrentQueue<Task> _running = [];
    private readonly ConcurrentQueue<Exception> _faults = [];
    private readonly Task _accepting;

    public Acceptor(
        Socket listener,
        OriginScript? script,
        Transcript transcript,
        Waits waits,
        CancellationToken over,
        IEnumerable<EndPoint>? disregarded = null)
    {
        _listener = listener;
        _script = script;
        _transcript = transcript;
        _waits = waits;
        _over = over;
        foreach (var own in disregarded ?? [])
            _sentinels[own] = new();
        OriginPort.Listen(listener, Backlog);
        Note($"port {Port} listens");
        _accepting = AcceptAsync(_lifetime.Token);
    }

    /// <summary>The token that ends a wait: the given one, or by default the scenario's end.</summary>
    public CancellationToken EndOf(CancellationToken cancel) => cancel.CanBeCanceled ? cancel : _over;

    public int ConnectionCount => _connections.Count;

    public IReadOnlyCollection<WireConnection> Connections => _connections;

    /// <summary>The first bytes of the first connection that sent any, escaped for people to read.</summary>
    public string ReceivedStart =>
        _connections.FirstOrDefault(connection => connection.ReceivedLength > 0) is { } talking
            ? ByteText.Escape(talking.ReceivedStart)
            : "";

    public IReadOnlyList<Exception> Faults => [.. _faults];

    // Recorded because it is evidence too that nothing arrived.
    public EventMark Note(string what) => _transcript.Record("origin", WireEvent.Note, what);

    /// <summary>The next connection that has not been taken yet.</summary>
    /// <exception cref="TimeoutException">None came in time.</exception>
    public Task<WireConnection> NextAsync(CancellationToken cancel) => _handedOver.Reader.NextAsync(_waits.Reply, cancel);

    /// <summary>Completes when all scripts started so far have ended.</summary>
    /// <exception cref="TimeoutException">One is still running.</exception>
    public Task ScriptsEndedAsync(CancellationToken cancel) => Task.WhenAll(_running).WaitAsync(_waits.Reply, cancel);

    /// <summary>
    /// Connects to the listener itself and waits until that connection is accepted. A listener accepts connections in the order
    /// in which they were established, so every connection that the proxy established before has been counted by then.
    /// </summary>
    public async Task SentinelAsync(CancellationToken cancel)
    {
        var endPoint = (IPEndPoint)_listener.LocalEndPoint!;
        using var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);

        // Dial from loopback: the container engine's masquerading would rewrite the source address of a connection that comes
        // from the bridge's own address.
        socket.Bind(OwnLoopback.Source(endPoint.AddressFamily));
        var accepted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _sentinels[socket.LocalEndPoint!] = accepted;
        try
        {
            await socket.ConnectAsync(endPoint, cancel);
            await accepted.Task.WaitAsync(_waits.Reply, cancel);
            var count = ConnectionCount switch { 0 => "no connection", 1 => "1 connection", var more => $"{more} connections" };
            Note($"the proxy has opened {count} to port {Port} so far (proved by a sentinel)");
        }
        catch (Exception error) when (error is SocketException or TimeoutException)
        {
            throw new HarnessException($"The origin at {endPoint} does not accept the harness's own connection: {error.Message}",
                error);
        }
    }

    /// <summary>
    /// How many bytes the scripts have read. A proxy may connect before it has decided what to do, so a connection that is still
    /// open gets <see cref="Waits.Quiet"/> to send something.
    /// </summary>
    public async Task<long> ReceivedAsync(CancellationToken cancel)
    {
        await SentinelAsync(cancel);
        var received = _connections.Sum(connection => connection.ReceivedLength);
        if (_connections.IsEmpty || received > 0)
            return received;
        await _transcript.Uses.UntilAsync(TimeUse.Quiet, Task.WhenAny(Task.WhenAll(_running), Task.Delay(_waits.Quiet, cancel)));
        return _connections.Sum(connection => connection.ReceivedLength);
    }

    public async ValueTask DisposeAsync()
    {
        await _lifetime.CancelAsync();
        _listener.Dispose();
        await _accepting;
        try
        {
            await Task.WhenAll(_running).WaitAsync(_waits.Reply);
        }
        catch (TimeoutException error)
        {
            throw new HarnessException("An origin's script did not end when it was cancelled: pass its token on.", error);
        }
        finally
        {
            foreach (var connection in _connections)
                await connection.DisposeAsync();
            _lifetime.Dispose();
        }
    }

    private int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    private async Task AcceptAsync(CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(cancel);
                if (_sentinels.TryRemove(socket.RemoteEndPoint!, out var sentinel))
                {
                    socket.Dispose();
                    sentinel.SetResult();
                    continue;
                }

                // Those that follow wait in the kernel.
                if (_connections.Count >= _transcript.Traffic.Limits.Connections)
                    throw _transcript.Traffic.TooManyConnections(Port);
                var connection = WireConnection.Accepted(socket, _transcript, _waits, _over);
                _connections.Enqueue(connection);
                if (_script is not null)
                    _running.Enqueue(Task.Run(() => RunAsync(connection, _script, cancel), CancellationToken.None));
                _handedOver.Writer.TryWrite(connection);
            }
        }
        catch (Exception) when (cancel.IsCancellationRequested)
        {
            // The origin is being disposed.
        }
        catch (RequirementBrokenException flood)
        {
            Note(flood.Message);
            _faults.Enqueue(flood);
        }
        catch (SocketException error)
        {
            _faults.Enqueue(new HarnessException($"An origin can no longer accept connections: {error.Message}", error));
        }
    }

    private async Task RunAsync(WireConnection connection, OriginScript run, CancellationToken cancel)
    {
        // Record the script's failure before the connection ends: a scenario that sees the end may check the faults at once.
        await KeepFaultAsync(connection, () => run(connection, cancel), cancel);
        await KeepFaultAsync(connection, () => connection.DisposeAsync().AsTask(), cancel);
    }

    private async Task KeepFaultAsync(WireConnection connection, Func<Task> step, CancellationToken cancel)
    {
        try
        {
            await step();
        }
        catch (Exception) when (cancel.IsCancellationRequested)
        {
            // The scenario is over; a script that fails because of that is not at fault.
        }
        catch (Exception error)
        {
            connection.Note($"the origin's script ended: {error.Message}");
            _faults.Enqueue(error is RequirementBrokenException or HarnessException or NotApplicableException
                ? error
                : new HarnessException($"{connection.Name}: the origin's script failed: {error.Message}", error));
        }
    }
}
