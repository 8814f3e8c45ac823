using System.Net.Sockets;

namespace ConformanceKit.ReferenceProxy.Tcp;

/// <summary>What the kernel knows about a connection, without anything being received or sent.</summary>
/// <param name="Delivered">How many bytes the other side has acknowledged so far.</param>
/// <param name="IsUnderWay">
/// Whether some bytes have not been acknowledged yet: a RST would overtake them, and they would be lost.
/// </param>
/// <param name="FarEnd">What has become of the other side.</param>
internal readonly record struct TcpInfo(long Delivered, bool IsUnderWay, FarEnd FarEnd)
{
    // getsockopt(IPPROTO_TCP, TCP_INFO), and the offsets in struct tcp_info (linux/tcp.h). On other systems nothing is known.
    private const int Protocol = 6;
    private const int Info = 11;
    private const int State = 0;
    private const int Unacknowledged = 24;
    private const int Acknowledged = 120;
    private const int NotSent = 144;

    // The states CLOSE and CLOSE_WAIT.
    private const int Closed = 7;
    private const int Finished = 8;

    /// <summary>Queries the kernel; nothing is known about a connection that this side has closed.</summary>
    public static TcpInfo Of(TcpConnection connection)
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

        return new TcpInfo(
            BitConverter.ToInt64(info[Acknowledged..]),
            BitConverter.ToInt32(info[Unacknowledged..]) > 0 || BitConverter.ToInt32(info[NotSent..]) > 0,
            info[State] switch { Closed => FarEnd.Gone, Finished => FarEnd.Finished, _ => FarEnd.Open });
    }
}

/// <summary>What has become of the other side of a connection.</summary>
internal enum FarEnd
{
    /// <summary>It is still there.</summary>
    Open,

    /// <summary>It has sent FIN: it sends nothing more, but may still receive.</summary>
    Finished,

    /// <summary>It has sent RST.</summary>
    Gone,
}
