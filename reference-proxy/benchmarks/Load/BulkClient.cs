using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>Receives bytes as fast as they arrive.</summary>
internal sealed class BulkClient(EventLoop loop, Peer peer) : TunnelClient(loop, peer)
{
    /// <summary>How many bytes have arrived.</summary>
    public long Bytes { get; private set; }

    /// <inheritdoc/>
    protected override void OnOpen()
    {
    }

    /// <inheritdoc/>
    protected override void OnTurn(uint happened)
    {
        var received = ReceiveAndDrop();
        if (received == 0)
            throw new LoadFailedException("the tunnel ended during the transfer");
        Bytes += Math.Max(0, received);
    }
}
