namespace ConformanceKit.Wire;

/// <summary>The peer aborted the connection (RST).</summary>
internal sealed class WireResetException(Exception? cause) : IOException("The peer reset the connection.", cause);

/// <summary>What a <see cref="WireConnection"/> sends and receives through: a socket, or TLS on another connection.</summary>
internal abstract class WireTransport : IAsyncDisposable
{
    /// <summary>Receives some bytes; 0 means the peer's FIN.</summary>
    /// <exception cref="WireResetException">The peer reset the connection.</exception>
    public abstract Task<int> ReceiveAsync(Memory<byte> into);

    /// <summary>Sends all bytes.</summary>
    /// <exception cref="WireResetException">The peer reset the connection.</exception>
    public abstract Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel);

    /// <summary>Whether bytes have arrived that have not been received yet.</summary>
    public abstract bool HasArrived { get; }

    /// <summary>Whether a receive would complete at once: bytes, a FIN or a RST have already arrived.</summary>
    public virtual bool IsReadable => false;

    /// <summary>
    /// Whether the peer's kernel has acknowledged everything sent, including the FIN; null if it cannot be found out.
    /// </summary>
    public virtual bool? IsAcknowledged => null;

    /// <summary>
    /// Whether the end that has been received says that nothing is missing: inside TLS a closure alert does, and FIN alone does
    /// not (RFC 9112 §9.8).
    /// </summary>
    public virtual bool IsEndedInOrder => true;

    /// <summary>Ends the sending side gracefully.</summary>
    public abstract void ShutdownSend();

    /// <summary>
    /// Keeps the peer from sending more than about this many bytes ahead of what is read. No effect on transports other than TCP.
    /// </summary>
    public virtual void TakeAtMost(int bytes)
    {
    }

    /// <summary>Aborts the connection.</summary>
    public abstract void Reset();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
