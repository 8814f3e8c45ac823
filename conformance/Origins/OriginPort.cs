using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;

namespace ConformanceKit.Origins;

/// <summary>
/// Hands out ports to origins one after the other. From the default range, a port is reused only after thousands of others, and
/// the system uses none of them for outgoing connections. Otherwise, if a slow proxy (or the kernel on its behalf) was still
/// trying to connect to an origin that is gone, that connection would reach another scenario's origin and be attributed to that
/// scenario.
/// </summary>
internal static class OriginPort
{
    private const int MostTries = 500;

    // Concurrent runs on one machine start at different ports.
    private static int s_taken = Random.Shared.Next();

    /// <summary>A socket that is bound to the next free port, which nothing else can bind to meanwhile.</summary>
    /// <param name="address">One of this machine's addresses.</param>
    /// <param name="ports">The range of the port.</param>
    /// <exception cref="HarnessException">There is no free port, or the address is not this machine's.</exception>
    public static Socket Bind(IPAddress address, OriginPorts ports)
    {
        for (var tries = 1; ; tries++)
        {
            var port = ports.First + (int)((uint)Interlocked.Increment(ref s_taken) % (uint)ports.Count);
            try
            {
                var socket = BindTo(address, port);

                // .NET binds with SO_REUSEADDR, which lets others bind to, and listen on, a port that has no listener yet.
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, false);
                return socket;
            }
            catch (HarnessException error)
                when (error.InnerException is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }
                    && tries < Math.Min(MostTries, ports.Count))
            {
                // The port is taken: try the next one.
            }
        }
    }

    /// <summary>
    /// Listens on a bound socket. A port with a listener cannot be taken anyway, so SO_REUSEADDR is set again from here on:
    /// otherwise the connections that it accepts would keep the port from being bound for a minute after they have ended, and
    /// finding a free port would soon take longer than everything else.
    /// </summary>
    /// <param name="socket">The socket.</param>
    /// <param name="backlog">How many connections may wait to be accepted.</param>
    public static void Listen(Socket socket, int backlog)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Listen(backlog);
    }

    /// <summary>
    /// A socket that is bound to a given port with SO_REUSEADDR: otherwise a connection that has just ended there would keep the
    /// port from being bound for a minute.
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
            if (error.SocketErrorCode == SocketError.AddressNotAvailable)
            {
                throw new HarnessException(
                    $"An origin cannot listen on {address}, which is not an address of this machine: correct --origin-address.",
                    error);
            }

            throw new HarnessException($"An origin cannot listen on {address}, port {port}: {error.Message}", error);
        }
    }
}
