using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>Sends one byte, waits until it comes back, and starts again.</summary>
internal sealed class RoundTripClient(EventLoop loop, Peer peer) : TunnelClient(loop, peer)
{
    /// <summary>How long that took.</summary>
    public RoundTrips Times { get; } = new();

    /// <inheritdoc/>
    protected override void OnOpen() => Send();

    /// <inheritdoc/>
    protected override void OnTurn(uint happened)
    {
        var received = Receive();
        if (received < 0)
            return;
        if (received == 0)
            throw new LoadFailedException("the tunnel ended");
        Times.End();
        Send();
    }

    private void Send()
    {
        Times.Begin();
        SendShort("x"u8);
    }
}
