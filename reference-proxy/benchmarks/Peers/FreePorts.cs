using System.Net;
using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Benchmarks.Load;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Peers;

/// <summary>
/// Ports for the peers to listen on, below those that the kernel gives to outgoing connections, so that none of a load's
/// thousands of connections takes one before its peer does.
/// </summary>
internal static class FreePorts
{
    private const int First = 20000;
    private const int Last = 29999;

    private static int s_last = First - 1;

    /// <summary>The next port that nothing listens on.</summary>
    public static IPEndPoint Next()
    {
        while (Interlocked.Increment(ref s_last) is <= Last and var port)
        {
            var endPoint = new IPEndPoint(IPAddress.Loopback, port);
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(endPoint);
                return endPoint;
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
            }
        }
        throw new LoadFailedException($"no port from {First} to {Last} is free");
    }
}
