using System.Diagnostics;
using System.Net.Sockets;

namespace ConformanceKit.ReferenceProxy.Connect;

/// <summary>What the kernel knows of the octets that were sent on a connection.</summary>
/// <param name="Octets">How many the other side has acknowledged so far.</param>
/// <param name="IsUnderWay">Whether some have not been acknowledged: a RST would overtake them, and they would be lost.</param>
internal readonly record struct Delivery(long Octets, bool IsUnderWay)
{
    // getsockopt(IPPROTO_TCP, TCP_INFO), and where in its answer what is (linux/tcp.h). Of other systems nothing is known.
    private const int Protocol = 6;
    private const int Info = 11;
    private const int Unacknowledged = 24;
    private const int Acknowledged = 120;
    private const int NotSent = 144;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Asks for it; nothing is known of a connection that has been closed.</summary>
    public static Delivery On(TcpConnection connection)
    {
        if (!OperatingSystem.IsLinux())
            return default;
        Span<byte> info = stackalloc byte[NotSent + sizeof(int)];
        info.Clear();
        try
        {
            connection.Socket.GetRawSocketOption(Protocol, Info, info);
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            return default;
        }

        return new Delivery(
            BitConverter.ToInt64(info[Acknowledged..]),
            BitConverter.ToInt32(info[Unacknowledged..]) > 0 || BitConverter.ToInt32(info[NotSent..]) > 0);
    }

    /// <summary>Waits until the other side has received what was sent, or takes nothing of it for that time.</summary>
    public static async Task AwaitAsync(TcpConnection connection, TimeSpan limit, CancellationToken stop)
    {
        // Nothing tells when that is, so it is asked for now and then. Nearly always everything has been received already.
        var moved = Stopwatch.GetTimestamp();
        var seen = On(connection);
        while (seen.IsUnderWay && Stopwatch.GetElapsedTime(moved) < limit && !stop.IsCancellationRequested)
        {
            await Task.WhenAny(Task.Delay(s_pause, stop));
            var now = On(connection);
            if (now.Octets > seen.Octets)
                moved = Stopwatch.GetTimestamp();
            seen = now;
        }
    }
}
