using System.Net;
using System.Net.Sockets;

namespace ConformanceKit.Wire;

/// <summary>Sockets that connect, or are closed again.</summary>
internal static class TcpSocket
{
    /// <summary>A new socket for an address.</summary>
    /// <param name="address">The address.</param>
    public static Socket For(IPEndPoint address) => new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Connects a socket, with Nagle's algorithm off; one that cannot be connected is closed.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="address">Where to.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public static async Task<Socket> ConnectAsync(Socket socket, IPEndPoint address, CancellationToken cancel)
    {
        socket.NoDelay = true;
        try
        {
            await socket.ConnectAsync(address, cancel);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
