using System.Diagnostics;
using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>What was counted in a time window, and what it cost the peer.</summary>
/// <param name="Count">How many were counted per second.</param>
/// <param name="Cpu">CPU seconds of the peer for each of them.</param>
internal readonly record struct Window(double Count, double Cpu)
{
    /// <summary>How long a load runs before anything is counted.</summary>
    public static readonly TimeSpan RunUp = TimeSpan.FromSeconds(0.3);

    /// <summary>How long the counting lasts.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(1.5);

    /// <summary>Lets the load build up, and then counts for a while.</summary>
    /// <param name="loop">The load.</param>
    /// <param name="peer">The peer that carries it.</param>
    /// <param name="counter">What is counted.</param>
    public static Window Measure(EventLoop loop, Peer peer, Func<long> counter)
    {
        loop.RunFor(RunUp);
        var (count, cpu, started) = (counter(), peer.Cpu(), Stopwatch.GetTimestamp());
        loop.RunFor(Length);
        var counted = counter() - count;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return counted > 0
            ? new Window(counted / seconds, (peer.Cpu() - cpu).TotalSeconds / counted)
            : throw new LoadFailedException("nothing came through");
    }
}
