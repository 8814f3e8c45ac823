using System.Diagnostics;
using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>Sends one byte, waits until it comes back, and starts again.</summary>
internal sealed class RoundTripClient(EventLoop loop, Peer peer) : TunnelClient(loop, peer)
{
    private readonly List<long> _times = new(200_000);
    private long _sent;

    /// <summary>Discards the measurements so far.</summary>
    public void Reset() => _times.Clear();

    /// <summary>The time within which that share of all round trips was completed, in microseconds.</summary>
    public double Percentile(double share)
    {
        _times.Sort();
        return _times.Count == 0
            ? throw new LoadFailedException("no byte came back")
            : 1e6 * _times[(int)(share * (_times.Count - 1))] / Stopwatch.Frequency;
    }

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
        _times.Add(Stopwatch.GetTimestamp() - _sent);
        Send();
    }

    private void Send()
    {
        _sent = Stopwatch.GetTimestamp();
        SendShort("x"u8);
    }
}
