using System.Net;
using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Connections;

namespace ConformanceKit.ReferenceProxy.Tcp;

/// <summary>Where clients connect to.</summary>
internal sealed class Listener : IDisposable
{
    private const int Backlog = 512;

    private readonly Socket _socket;
    private readonly Turn _turn = new();

    private Listener(Socket socket)
    {
        _socket = socket;
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <summary>The address, with the port that the system chose if it was to choose one.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Starts listening.</summary>
    /// <exception cref="ListenException">The address is not available, for instance because it is in use.</exception>
    public static Listener Open(IPEndPoint address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(address);
            socket.Listen(Backlog);
            return new Listener(socket);
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new ListenException(address, failure);
        }
    }

    /// <summary>Waits for the next client.</summary>
    /// <exception cref="SocketException">The client left before it was accepted, or no sockets are left.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public ValueTask<Socket> AcceptAsync(CancellationToken cancel) => _turn.Take(_socket.AcceptAsync(cancel));

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
