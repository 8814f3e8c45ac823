using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;

namespace ConformanceKit.Origins;

/// <summary>
/// Ports for origins, one after the other, below those that the system gives to outgoing connections. A port comes back only
/// after thousands of others: a connection that a slow proxy still tries to open to an origin that is gone (or that the kernel
/// tries again on its behalf) would otherwise reach another scenario's origin and be taken for its own.
/// </summary>
internal static class OriginPort
{
    private const int First = 20_000;
    private const int Count = 12_000;
    private const int MostTries = 500;

    // Runs side by side on one machine start at different places.
    private static int s_taken = Random.Shared.Next(Count);

    /// <summary>A socket that is bound to the next free port; nobody else can bind to it meanwhile.</summary>
    /// <param name="address">One of this machine's addresses.</param>
    /// <exception cref="HarnessException">There is no free port, or the address is not this machine's.</exception>
    public static Socket Bind(IPAddress address)
    {
        for (var tries = 1; ; tries++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref s_taken) % Count);
            try
            {
                var socket = BindTo(address, port);

                // .NET binds with SO_REUSEADDR, which lets someone else bind, and listen on, a port on which nobody listens.
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, false);
                return socket;
            }
            catch (HarnessException error)
                when (error.InnerException is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }
                    && tries < MostTries)
            {
                // Somebody else's: the next one.
            }
        }
    }

    /// <summary>
    /// Listens on a bound socket. A port on which somebody listens cannot be taken anyhow, and is shared from here on:
    /// connections that it accepts would otherwise keep it from being bound for a minute after they have ended, and looking for a
    /// free port would soon take longer than all the rest.
    /// </summary>
    /// <param name="socket">The socket.</param>
    /// <param name="backlog">How many connections may wait to be accepted.</param>
    public static void Listen(Socket socket, int backlog)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Listen(backlog);
    }

    /// <summary>
    /// A socket that is bound to a given port, and shares it: a connection that has just ended there would otherwise keep it from
    /// being bound for a minute.
    /// </summary>
    /// <param name="address">One of this machine's addresses.</param>
    /// <param name="port">The port.</param>
    /// <exception cref="HarnessException">The port is taken or not allowed, or the address is not this machine's.</exception>
    public static Socket BindTo(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            return socket;
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new HarnessException($"An origin cannot listen on {address}, port {port}: {error.Message}", error);
        }
    }
}
