using System.Diagnostics;

namespace ConformanceKit.ReferenceProxy.Connect;

/// <summary>Relays octets both ways until both sides are closed (RFC 9110 §3.7, §9.3.6), and then closes the connections.</summary>
internal static class Tunnel
{
    /// <summary>Runs the tunnel to its end.</summary>
    /// <param name="client">The client's connection.</param>
    /// <param name="early">What the client sent behind its CONNECT request.</param>
    /// <param name="origin">The origin's connection.</param>
    /// <param name="options">The idle and drain timeouts.</param>
    /// <param name="stop">Ends the tunnel.</param>
    public static async Task<TunnelOutcome> RunAsync(
        TcpConnection client, ReadOnlyMemory<byte> early, TcpConnection origin, ProxyOptions options, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        var activity = new Activity();

        // 1. Two copies, one for each direction.
        var upward = new OneWayCopy(client, origin, activity);
        var downward = new OneWayCopy(origin, client, activity);
        var up = upward.RunAsync(early);
        var down = downward.RunAsync(default);

        // 2. Until one of them ends, or both are quiet too long.
        var why = await activity.OutlastsAsync(Task.WhenAny(up, down), options.IdleTimeout, stop)
            ? EndOf(up, down)
            : StoppedOr(TunnelEnd.Idle, stop);

        // 3. One side has sent FIN: the other may still answer, as long as it does not fall silent.
        if (why is null)
        {
            activity.Touch();
            var ended = await activity.OutlastsAsync(Task.WhenAll(up, down), options.DrainTimeout, stop);
            why = ended ? EndOf(up, down) ?? TunnelEnd.BothFinished : StoppedOr(TunnelEnd.HalfClosedAndQuiet, stop);
        }

        // 4. Both connections close the way the first one did, which ends what is still running.
        if (why is TunnelEnd.ClientReset or TunnelEnd.OriginReset)
        {
            client.Reset();
            origin.Reset();
        }
        else
        {
            client.Close();
            origin.Close();
        }

        await Task.WhenAll(up, down);
        return new TunnelOutcome(why.Value, upward.Octets, downward.Octets, Stopwatch.GetElapsedTime(started));
    }

    private static TunnelEnd StoppedOr(TunnelEnd quiet, CancellationToken stop) => stop.IsCancellationRequested ? TunnelEnd.Stopped : quiet;

    /// <summary>Why the tunnel cannot go on, or null while only FINs have been seen.</summary>
    private static TunnelEnd? EndOf(Task<CopyEnd> up, Task<CopyEnd> down)
    {
        CopyEnd? upEnd = up.IsCompleted ? up.Result : null;
        CopyEnd? downEnd = down.IsCompleted ? down.Result : null;
        if (upEnd == CopyEnd.SourceReset || downEnd == CopyEnd.DestinationReset)
            return TunnelEnd.ClientReset;
        if (downEnd == CopyEnd.SourceReset || upEnd == CopyEnd.DestinationReset)
            return TunnelEnd.OriginReset;
        return null;
    }
}
