using System.Buffers;
using System.Net;
using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Connections;

/// <summary>
/// A connection of the proxy, to a client or to an origin, in the terms that every transport has: bytes arrive, bytes are sent,
/// and each side ends in one of two ways. <b>Finish</b>: what was sent is complete. <b>Abort</b>: it must not be taken for
/// complete.
/// <code>
///            finish                   abort
///   TCP      FIN                      RST
///   TLS      closure alert, FIN       RST, or FIN without the alert
/// </code>
/// So a tunnel passes an end on as what it is, whatever the two transports are.
/// </summary>
/// <param name="trace">Records what goes over the connection; null if it is not traced.</param>
internal abstract class Connection(TracedConnection? trace) : IByteSource, IDisposable
{
    private Task<int>? _begunWait;
    private volatile Action<FarEnd>? _onFarEnd;

    /// <summary>The address of the other side.</summary>
    public abstract IPEndPoint Remote { get; }

    /// <summary>The turn of everything that is done for what is received here, wherever the result is sent.</summary>
    public Turn Turn { get; } = new();

    /// <summary>How large a piece to send at most: as much may wait in memory while the other side does not take it.</summary>
    public virtual int LargestPiece => 512 * 1024;

    /// <summary>Whether bytes have arrived that have not been received.</summary>
    public abstract bool HasBytes { get; }

    /// <summary>Whether only the end is left to receive. Asked after a wait has ended.</summary>
    public abstract bool IsAtEnd { get; }

    /// <summary>What is known of the other side without receiving or sending anything.</summary>
    public abstract ConnectionState State { get; }

    /// <summary>
    /// Called now and then by a <see cref="PeerWatch"/>, on another thread, with the state of the other side; null if nobody
    /// needs to know.
    /// </summary>
    public virtual Action<FarEnd>? OnFarEnd
    {
        get => _onFarEnd;
        set => _onFarEnd = value;
    }

    /// <summary>Records what goes over the connection; null if it is not traced.</summary>
    protected TracedConnection? Trace => trace;

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

        return Turn.Take(WaitAsync(cancel));
    }

    /// <inheritdoc/>
    public abstract int TryReceive(Span<byte> buffer);

    /// <summary>Sends everything.</summary>
    /// <param name="bytes">What to send.</param>
    /// <param name="cause">The connection whose input caused this send: the send is part of that connection's turn.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="SocketException">The other side no longer takes anything.</exception>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, Connection cause, CancellationToken cancel = default)
    {
        // A zero-length send would consume the pending error of a RST.
        if (bytes.IsEmpty)
            return default;

        // Traced before it is sent, or the reply could be traced first.
        trace?.Sent(bytes.Span);
        return cause.Turn.Take(SendAllAsync(bytes, cancel));
    }

    /// <summary>There is nothing more to send, and what was sent is complete. What arrives can still be received.</summary>
    /// <exception cref="SocketException">The other side is gone.</exception>
    public abstract ValueTask FinishAsync(CancellationToken cancel = default);

    /// <summary>
    /// Finishes, and then keeps reading until the other side closes too: closing while bytes arrive makes the kernel send RST,
    /// which can overtake the response (RFC 9112 §9.6). What is read here is dropped: it is never taken for a request.
    /// </summary>
    public virtual async Task LingerAsync(CancellationToken cancel)
    {
        var dropped = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            await FinishAsync(cancel);
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

    /// <summary>Aborts the connection: what was sent must not be taken for complete.</summary>
    public abstract void Abort();

    /// <summary>Finishes, if that has not been done and does not have to wait, and closes, even under a pending wait.</summary>
    public abstract void Close();

    /// <summary>Releases the connection; one that has not been finished, closed or aborted is closed.</summary>
    public abstract void Dispose();

    /// <summary>Waits until there is something to receive; see <see cref="IByteSource.ReadableAsync"/>.</summary>
    protected abstract ValueTask<int> WaitAsync(CancellationToken cancel);

    /// <summary>Sends everything; <paramref name="bytes"/> is not empty.</summary>
    protected abstract ValueTask SendAllAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel);
}
