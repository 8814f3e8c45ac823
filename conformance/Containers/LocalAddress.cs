using System.Net;
using System.Net.Sockets;

namespace ConformanceKit.Containers;

/// <summary>What can be found out about this machine's addresses.</summary>
internal static class LocalAddress
{
    /// <summary>The IPv6 loopback, or null if this machine has no working IPv6.</summary>
    public static IPAddress? LoopbackV6 => CanListen(IPAddress.IPv6Loopback) ? IPAddress.IPv6Loopback : null;

    /// <summary>Whether a socket can listen on the address now.</summary>
    /// <param name="address">The address.</param>
    public static bool CanListen(IPAddress address)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
