using System.Diagnostics;

namespace ConformanceKit.ReferenceProxy.Connections;

/// <summary>
/// Waits for the delivery of what was sent on a connection: a RST would overtake whatever is still in flight, which would
/// be lost.
/// </summary>
internal static class Delivery
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits until the other side has received everything, or has received nothing more for that time.</summary>
    public static async Task AwaitAsync(Connection connection, TimeSpan limit, CancellationToken stop)
    {
        // The kernel does not report delivery, so this polls. Nearly always everything has been received already.
        var moved = Stopwatch.GetTimestamp();
        var seen = connection.State;
        while (seen.IsUnderWay && Stopwatch.GetElapsedTime(moved) < limit && !stop.IsCancellationRequested)
        {
            await Task.WhenAny(Task.Delay(s_pause, stop));
            var now = connection.State;
            if (now.Delivered > seen.Delivered)
                moved = Stopwatch.GetTimestamp();
            seen = now;
        }
    }
}
