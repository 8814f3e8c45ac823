using System.Diagnostics;
using System.Net;
using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>Measures one tunnel: how long it takes from dialling to the first byte from its origin, which speaks first.</summary>
internal sealed class TimedTunnelClient(EventLoop loop, Peer peer, IPEndPoint greeting, Times times) : TunnelClient(loop, peer),
    ITimedClient
{
    private long _begun;

    /// <inheritdoc/>
    public bool IsIdle { get; private set; } = true;

    /// <inheritdoc/>
    public Times Times => times;

    /// <inheritdoc/>
    public void Begin()
    {
        (IsIdle, _begun) = (false, Stopwatch.GetTimestamp());
        Start(greeting);
    }

    /// <inheritdoc/>
    public void GiveUp()
    {
        if (!IsIdle)
            End();
    }

    /// <inheritdoc/>
    protected override void OnOpen()
    {
    }

    /// <inheritdoc/>
    protected override void OnTurn(uint happened)
    {
        var received = Receive();
        if (received == 0)
            throw new LoadFailedException("a tunnel ended before its byte arrived");
        if (received > 0)
            End();
    }

    private void End()
    {
        times.Add(Stopwatch.GetElapsedTime(_begun));
        Loop.Close(this);
        IsIdle = true;
    }
}
