namespace ConformanceKit.Wire;

/// <summary>The peer aborted the connection (RST).</summary>
internal sealed class WireResetException(Exception? cause) : IOException("The peer reset the connection.", cause);

/// <summary>What a <see cref="WireConnection"/> sends and receives through: a socket, or TLS on another connection.</summary>
internal abstract class WireTransport : IAsyncDisposable
{
    /// <summary>Receives some bytes; 0 is the peer's FIN.</summary>
    /// <exception cref="WireResetException">The peer reset the connection.</exception>
    public abstract Task<int> ReceiveAsync(Memory<byte> into);

    /// <summary>Sends all bytes.</summary>
    /// <exception cref="WireResetException">The peer reset the connection.</exception>
    public abstract Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel);

    /// <summary>Whether bytes have already arrived that nobody received.</summary>
    public abstract bool HasArrived { get; }

    /// <summary>Whether a receive cannot but end: bytes, a FIN or a RST have already arrived.</summary>
    public virtual bool IsReadable => false;

    /// <summary>
    /// Whether the peer's kernel has acknowledged all that was sent, the FIN included; null where this one does not say.
    /// </summary>
    public virtual bool? IsAcknowledged => null;

    /// <summary>Ends the sending side in order.</summary>
    public abstract void ShutdownSend();

    /// <summary>Keeps the peer from sending more than about this many bytes ahead of what is read. No effect where that is not
    /// TCP's to say.</summary>
    public virtual void TakeAtMost(int bytes)
    {
    }

    /// <summary>Aborts the connection.</summary>
    public abstract void Reset();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
