using System.Buffers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Tcp;

/// <summary>A TCP connection of the proxy, to a client or to an origin: its socket and its trace.</summary>
internal sealed class TcpConnection : IByteSource, IDisposable
{
    private readonly TracedConnection? _trace;
    private Task<int>? _begunWait;
    private bool _finished;
    private volatile bool _wasReset;
    private volatile Action<FarEnd>? _onFarEnd;

    /// <summary>Wraps a connected socket, and makes it non-blocking.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="trace">Records what goes over the connection; null if it is not traced.</param>
    public TcpConnection(Socket socket, TracedConnection? trace)
    {
        Socket = socket;
        Socket.Blocking = false;
        _trace = trace;
    }

    /// <summary>The socket.</summary>
    public Socket Socket { get; }

    /// <summary>The turn of everything that is done for what is received here, wherever the result is sent.</summary>
    public Turn Turn { get; } = new();

    /// <summary>Whether something can be received now, FIN and RST included. Does not wait.</summary>
    public bool IsReadable => Socket.Poll(0, SelectMode.SelectRead);

    /// <summary>Whether bytes can be received now.</summary>
    public bool HasBytes => Socket.Available > 0;

    /// <summary>Whether only the end is left to receive: FIN or RST.</summary>
    public bool IsAtEnd => IsReadable && !HasBytes;

    /// <summary>
    /// Called now and then by a <see cref="PeerWatch"/>, on another thread, with the state of the other side; null if nobody
    /// needs to know.
    /// </summary>
    public Action<FarEnd>? OnFarEnd
    {
        get => _onFarEnd;
        set => _onFarEnd = value;
    }

    /// <summary>Begins to wait for something to receive; the next <see cref="ReadableAsync"/> continues this wait.</summary>
    public Task BeginWaitAsync() => _begunWait = ReadableAsync().AsTask();

    /// <inheritdoc/>
    public ValueTask<int> ReadableAsync(CancellationToken cancel = default)
    {
        if (_begunWait is { } begun)
        {
            _begunWait = null;
            return Turn.Take(new ValueTask<int>(begun.WaitAsync(cancel)));
        }

        return Turn.Take(_trace is null ? Socket.ReceiveAsync(Memory<byte>.Empty, cancel) : ReadableTracedAsync(_trace, cancel));
    }

    /// <inheritdoc/>
    public int TryReceive(Span<byte> buffer)
    {
        var count = Socket.Receive(buffer, SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
            return -1;
        if (error == SocketError.Success)
        {
            // The system reports a RST only once, and a failed send has already consumed that report.
            if (count == 0 && _wasReset)
                throw new SocketException((int)SocketError.ConnectionReset);
            if (count > 0)
                _trace?.Received(buffer[..count]);
            else
                _trace?.FinReceived();
            return count;
        }

        var end = new SocketException((int)error);
        if (IsReset(end))
            _trace?.ResetReceived();
        throw end;
    }

    /// <summary>Sends everything.</summary>
    /// <param name="bytes">What to send.</param>
    /// <param name="cause">The connection whose input caused this send: the send is part of that connection's turn.</param>
    /// <param name="cancel">Gives up.</param>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, TcpConnection cause, CancellationToken cancel = default)
    {
        // A zero-length send would consume the pending RST error.
        if (bytes.IsEmpty)
            return default;

        // Traced before it is sent, or the reply could be traced first.
        _trace?.Sent(bytes.Span);

        // Nearly always the socket has room for everything: then there is nothing to wait for, and no state to allocate for a
        // wait. The benchmark measures 1.1 times the bytes per second of sending as if there were always a wait.
        var sent = Socket.Send(bytes.Span, SocketFlags.None, out var error);
        return cause.Turn.Take(sent == bytes.Length ? default : SendRestAsync(bytes[sent..], error, cancel));
    }

    /// <summary>Sends FIN: there is nothing more to send. What arrives can still be received.</summary>
    public void Finish()
    {
        _finished = true;
        _trace?.FinSent();
        Socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>
    /// Sends FIN, and then keeps reading until the other side closes too: closing while bytes arrive makes the kernel send RST,
    /// which can overtake the response (RFC 9112 §9.6). What is read here is dropped: it is never taken for a request.
    /// </summary>
    public async Task LingerAsync(CancellationToken cancel)
    {
        var dropped = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            Finish();
            do
            {
                await ReadableAsync(cancel);
            }
            while (TryReceive(dropped) != 0);
        }
        catch (Exception end) when (end is SocketException or OperationCanceledException)
        {
            // The other side is gone, or takes too long to close.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(dropped);
        }
    }

    /// <summary>Closes with RST instead of FIN: what was sent must not be taken for complete.</summary>
    public void Reset()
    {
        _trace?.ResetSent();
        Socket.Close(timeout: 0);
    }

    /// <summary>Closes with FIN, even while something is still waiting on the connection.</summary>
    public void Close()
    {
        try
        {
            // Without a FIN first, closing a socket that something is waiting on would abort the connection.
            if (!_finished)
                Finish();
        }
        catch (SocketException)
        {
            // The other side is gone already.
        }

        Socket.Dispose();
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose()
    {
        _trace?.FinSent();
        Socket.Dispose();
    }

    private async ValueTask<int> ReadableTracedAsync(TracedConnection trace, CancellationToken cancel)
    {
        try
        {
            return await Socket.ReceiveAsync(Memory<byte>.Empty, cancel);
        }
        catch (SocketException end) when (IsReset(end))
        {
            trace.ResetReceived();
            throw;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendRestAsync(ReadOnlyMemory<byte> rest, SocketError error, CancellationToken cancel)
    {
        try
        {
            if (error is not (SocketError.Success or SocketError.WouldBlock))
                throw new SocketException((int)error);
            while (!rest.IsEmpty)
                rest = rest[await Socket.SendAsync(rest, SocketFlags.None, cancel)..];
        }
        catch (SocketException end) when (IsReset(end))
        {
            // EPIPE ("shutdown") instead means that FIN had arrived before the RST: then everything sent before that has
            // arrived too.
            _wasReset = end.SocketErrorCode == SocketError.ConnectionReset;
            _trace?.ResetReceived();
            throw;
        }
    }

    private static bool IsReset(SocketException end) =>
        end.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown;
}
