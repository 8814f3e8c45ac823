using System.Net;
using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>Opens a tunnel, sends one byte and receives it back, closes it, and starts again.</summary>
internal sealed class ChurnClient(EventLoop loop, Peer peer, IPEndPoint echo) : TunnelClient(loop, peer)
{
    /// <summary>How many tunnels have been opened, used and closed.</summary>
    public int Tunnels { get; private set; }

    /// <summary>Whether to start again.</summary>
    public bool GoesOn { get; set; } = true;

    /// <inheritdoc/>
    protected override void OnOpen() => SendShort("x"u8);

    /// <inheritdoc/>
    protected override void OnTurn(uint happened)
    {
        var received = Receive();
        if (received < 0)
            return;
        if (received == 0)
            throw new LoadFailedException("a tunnel ended before its byte came back");

        Loop.Close(this);
        Tunnels++;
        if (GoesOn)
            Start(echo);
    }
}
