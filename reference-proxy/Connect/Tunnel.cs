using System.Diagnostics;
using ConformanceKit.ReferenceProxy.Connections;

namespace ConformanceKit.ReferenceProxy.Connect;

/// <summary>
/// Relays bytes both ways until both sides are closed (RFC 9110 §3.7, §9.3.6), and then closes the connections.
/// </summary>
internal static class Tunnel
{
    /// <summary>Runs the tunnel to its end.</summary>
    /// <param name="client">The client's connection.</param>
    /// <param name="early">What the client sent after its CONNECT request.</param>
    /// <param name="origin">The origin's connection.</param>
    /// <param name="options">The idle and drain timeouts.</param>
    /// <param name="stop">Ends the tunnel.</param>
    public static async Task<TunnelOutcome> RunAsync(
        Connection client, ReadOnlyMemory<byte> early, Connection origin, ProxyOptions options, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        var clock = new IdleClock(client, origin);

        // 1. Two copies, one for each direction.
        var upward = new OneWayCopy(client, origin, clock);
        var downward = new OneWayCopy(origin, client, clock);
        var up = upward.RunAsync(early);
        var down = downward.RunAsync(default);

        // 2. Wait until one of them ends, or both are quiet for too long.
        TunnelEnd? why = await clock.EndsInTimeAsync(Task.WhenAny(up, down), options.IdleTimeout, stop)
            ? null
            : StoppedOr(TunnelEnd.Idle, stop);

        // 3. A side that has finished may still get an answer. If it has closed and accepts no more, what it had sent may still
        // be on its way to the other side (RFC 9110 §9.3.6). Wait for either for as long as bytes move. Nothing follows a RST.
        if (why is null && !IsReset(up) && !IsReset(down))
        {
            clock.Restart();
            Task both = Task.WhenAll(up, down);
            var over = up.IsCompleted ? Task.WhenAny(both, GoneAsync(client)) : both;
            if (!await clock.EndsInTimeAsync(over, options.DrainTimeout, stop))
                why = StoppedOr(TunnelEnd.HalfClosedAndQuiet, stop);
            else if (!both.IsCompleted)
                why = TunnelEnd.ClientReset;
        }

        // 4. Both connections close the way the first one did, which ends what is still running.
        why ??= EndOf(up, down);
        await CloseAsync(why.Value, client, origin, options.DrainTimeout, stop);
        await Task.WhenAll(up, down);
        return new TunnelOutcome(why.Value, upward.Bytes, downward.Bytes, Stopwatch.GetElapsedTime(started));
    }

    private static async Task CloseAsync(
        TunnelEnd why, Connection client, Connection origin, TimeSpan limit, CancellationToken stop)
    {
        switch (why)
        {
            // RST for RST, but only after what was passed on has been received: a RST would overtake it.
            case TunnelEnd.ClientReset or TunnelEnd.ClientClosed:
                client.Abort();
                await Delivery.AwaitAsync(origin, limit, stop);
                origin.Abort();
                break;

            case TunnelEnd.OriginReset:
                origin.Abort();
                await Delivery.AwaitAsync(client, limit, stop);
                client.Abort();
                break;

            // The client is still sending, but must be able to receive the rest: the caller closes it like a client that is still
            // sending its request.
            case TunnelEnd.OriginClosed:
                origin.Close();
                await Delivery.AwaitAsync(client, limit, stop);
                break;

            default:
                client.Close();
                origin.Close();
                break;
        }
    }

    // Nothing more is received from a client that has finished, so a RST after that is not noticed there.
    private static Task GoneAsync(Connection client)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.OnFarEnd = far => _ = far == FarEnd.Gone && gone.TrySetResult();
        return gone.Task;
    }

    private static TunnelEnd StoppedOr(TunnelEnd quiet, CancellationToken stop) =>
        stop.IsCancellationRequested ? TunnelEnd.Stopped : quiet;

    private static bool IsReset(Task<CopyEnd> copy) => copy.IsCompleted && copy.Result == CopyEnd.SourceReset;

    /// <summary>Why the tunnel is over: one side was reset, or both directions have ended.</summary>
    private static TunnelEnd EndOf(Task<CopyEnd> up, Task<CopyEnd> down)
    {
        if (IsReset(up))
            return TunnelEnd.ClientReset;
        if (IsReset(down))
            return TunnelEnd.OriginReset;
        if (down.Result == CopyEnd.DestinationClosed)
            return TunnelEnd.ClientClosed;
        return up.Result == CopyEnd.DestinationClosed ? TunnelEnd.OriginClosed : TunnelEnd.BothFinished;
    }
}
