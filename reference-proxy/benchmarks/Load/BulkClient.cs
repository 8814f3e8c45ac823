using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>Receives as fast as octets come.</summary>
internal sealed class BulkClient(EventLoop loop, Peer peer) : TunnelClient(loop, peer)
{
    /// <summary>How many octets have come.</summary>
    public long Octets { get; private set; }

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
        Octets += Math.Max(0, received);
    }
}
