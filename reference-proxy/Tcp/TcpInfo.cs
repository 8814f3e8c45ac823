using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Connections;

namespace ConformanceKit.ReferenceProxy.Tcp;

/// <summary>What the kernel knows about a TCP connection.</summary>
internal static class TcpInfo
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
    public static ConnectionState Of(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
            return default;
        Span<byte> info = stackalloc byte[NotSent + sizeof(int)];
        info.Clear();
        try
        {
            socket.GetRawSocketOption(Protocol, Info, info);
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            return default;
        }

        return new ConnectionState(
            BitConverter.ToInt64(info[Acknowledged..]),
            BitConverter.ToInt32(info[Unacknowledged..]) > 0 || BitConverter.ToInt32(info[NotSent..]) > 0,
            info[State] switch { Closed => FarEnd.Gone, Finished => FarEnd.Finished, _ => FarEnd.Open });
    }
}
