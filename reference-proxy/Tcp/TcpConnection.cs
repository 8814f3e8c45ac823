using System.Buffers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Tcp;

/// <summary>A TCP connection of the proxy, to a client or to an origin: its socket, and what is traced of it.</summary>
internal sealed class TcpConnection : IByteSource, IDisposable
{
    private readonly TracedConnection? _trace;
    private Task<int>? _begunWait;
    private bool _finished;
    private volatile bool _wasReset;
    private volatile Action<FarEnd>? _onFarEnd;

    /// <summary>A connection on a connected socket, no call of which blocks from now on.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="trace">Who is told what goes over it, or null.</param>
    public TcpConnection(Socket socket, TracedConnection? trace)
    {
        Socket = socket;
        Socket.Blocking = false;
        _trace = trace;
    }

    /// <summary>The socket.</summary>
    public Socket Socket { get; }

    /// <summary>What is done because of what is received here, whoever it is sent to.</summary>
    public Turn Turn { get; } = new();

    /// <summary>Whether something can be received now, FIN and RST included. Asking does not wait.</summary>
    public bool IsReadable => Socket.Poll(0, SelectMode.SelectRead);

    /// <summary>Whether bytes can be received now.</summary>
    public bool HasBytes => Socket.Available > 0;

    /// <summary>Whether there is nothing more to receive than the end: FIN or RST.</summary>
    public bool IsAtEnd => IsReadable && !HasBytes;

    /// <summary>
    /// Who is told what has become of the other side while nobody receives here; null while somebody does. It is called by a
    /// <see cref="PeerWatch"/>, now and then and on another thread.
    /// </summary>
    public Action<FarEnd>? OnFarEnd
    {
        get => _onFarEnd;
        set => _onFarEnd = value;
    }

    /// <summary>Begins to wait for something to receive; the next <see cref="ReadableAsync"/> goes on with this wait.</summary>
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
            // The system reports a RST once: the send that was told of it has used that up.
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
    /// <param name="bytes">What is sent.</param>
    /// <param name="cause">The connection that was read from, which made it be sent: it is part of that one's turn.</param>
    /// <param name="cancel">Gives up.</param>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, TcpConnection cause, CancellationToken cancel = default)
    {
        // A zero-length send would consume the pending RST error.
        if (bytes.IsEmpty)
            return default;

        // Traced before it is sent, or the reply could be traced first.
        _trace?.Sent(bytes.Span);

        // Nearly always the socket has room for everything: then there is nothing to wait for, nor anything to keep for waiting.
        // The benchmark: 1.1 times the bytes per second of always sending as if it had to wait.
        var sent = Socket.Send(bytes.Span, SocketFlags.None, out var error);
        return cause.Turn.Take(sent == bytes.Length ? default : SendRestAsync(bytes[sent..], error, cancel));
    }

    /// <summary>FIN: there is nothing more to send. What arrives can still be received.</summary>
    public void Finish()
    {
        _finished = true;
        _trace?.FinSent();
        Socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>
    /// FIN, and then reads on until the other side closes as well: closing while bytes arrive makes the kernel send RST, which
    /// can overtake the response (RFC 9112 §9.6). What is read here is dropped: it is never taken for a request.
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
            // The other side is gone, or takes longer than anybody waits for it.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(dropped);
        }
    }

    /// <summary>Closes with RST instead of FIN: what was sent is not to be taken as complete.</summary>
    public void Reset()
    {
        _trace?.ResetSent();
        Socket.Close(timeout: 0);
    }

    /// <summary>Closes with FIN, whatever still waits for something on it.</summary>
    public void Close()
    {
        try
        {
            // Without FIN before it, closing makes an abort of every wait that has to be given up.
            if (!_finished)
                Finish();
        }
        catch (SocketException)
        {
            // The other side is gone already.
        }

        Socket.Dispose();
    }

    /// <summary>Closes.</summary>
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
            // EPIPE ("shutdown") instead means that FIN had come before it: then all that was sent has come as well.
            _wasReset = end.SocketErrorCode == SocketError.ConnectionReset;
            _trace?.ResetReceived();
            throw;
        }
    }

    private static bool IsReset(SocketException end) =>
        end.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown;
}
