using System.Diagnostics;

namespace ConformanceKit.ReferenceProxy.Tcp;

/// <summary>
/// Whether what was sent on a connection has been received: a RST would overtake what has not, and it would be lost.
/// </summary>
internal static class Delivery
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits until the other side has received what was sent, or takes nothing of it for that time.</summary>
    public static async Task AwaitAsync(TcpConnection connection, TimeSpan limit, CancellationToken stop)
    {
        // The kernel does not report it, so it is polled. Nearly always everything has been received already.
        var moved = Stopwatch.GetTimestamp();
        var seen = TcpInfo.Of(connection);
        while (seen.IsUnderWay && Stopwatch.GetElapsedTime(moved) < limit && !stop.IsCancellationRequested)
        {
            await Task.WhenAny(Task.Delay(s_pause, stop));
            var now = TcpInfo.Of(connection);
            if (now.Delivered > seen.Delivered)
                moved = Stopwatch.GetTimestamp();
            seen = now;
        }
    }
}
