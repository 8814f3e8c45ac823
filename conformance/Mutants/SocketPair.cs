using System.Net;
using System.Net.Sockets;
using ConformanceKit.Wire;

namespace ConformanceKit.Mutants;

/// <summary>The two ends of a TCP connection inside this machine. It is TCP because RST has to be passed on.</summary>
internal static class SocketPair
{
    // Otherwise the kernel would let the buffers of each connection on the path grow to megabytes, which add up.
    private const int BufferSize = 128 * 1024;

    /// <summary>Opens a pair.</summary>
    public static async Task<(Socket Near, Socket Far)> OpenAsync(CancellationToken cancel)
    {
        using var listener = Small(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        listener.Bind(InsideAddress.Next());
        listener.Listen(1);
        var near = await DialInsideAsync((IPEndPoint)listener.LocalEndPoint!, cancel);
        try
        {
            var far = await listener.AcceptAsync(cancel);
            far.NoDelay = true;
            return (near, far);
        }
        catch
        {
            near.Dispose();
            throw;
        }
    }

    /// <summary>Dials an origin.</summary>
    public static Task<Socket> DialAsync(IPEndPoint address, CancellationToken cancel) =>
        TcpSocket.ConnectAsync(TcpSocket.For(address), address, cancel);

    /// <summary>Dials an address inside this process.</summary>
    public static Task<Socket> DialInsideAsync(IPEndPoint address, CancellationToken cancel) =>
        TcpSocket.ConnectAsync(Small(TcpSocket.For(address)), address, cancel);

    private static Socket Small(Socket socket)
    {
        socket.ReceiveBufferSize = socket.SendBufferSize = BufferSize;
        return socket;
    }
}
