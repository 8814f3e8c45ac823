using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace ConformanceKit.ReferenceProxy.Tcp;

/// <summary>What a stream of octets needs of a socket.</summary>
internal static class SocketSend
{
    /// <summary>Sends everything; a socket may take less than it was given.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public static async ValueTask SendAllAsync(this Socket socket, ReadOnlyMemory<byte> octets, CancellationToken cancel)
    {
        while (!octets.IsEmpty)
            octets = octets[await socket.SendAsync(octets, SocketFlags.None, cancel)..];
    }
}
