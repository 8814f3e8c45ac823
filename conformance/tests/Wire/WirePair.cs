using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Tests.Wire;

/// <summary>A dialled connection and the accepted one at its other end, both recorded.</summary>
internal sealed class WirePair : IAsyncDisposable
{
    private readonly Socket _peer;

    private WirePair(Transcript transcript, WireConnection client, WireConnection peer, Socket peerSocket) =>
        (Transcript, Client, Peer, _peer) = (transcript, client, peer, peerSocket);

    public Transcript Transcript { get; }

    public WireConnection Client { get; }

    public WireConnection Peer { get; }

    public static Task<WirePair> OpenAsync(Waits? waits = null, CancellationToken cancel = default) =>
        OpenAsync(new Transcript(), waits, cancel);

    public static async Task<WirePair> OpenAsync(Transcript transcript, Waits? waits = null, CancellationToken cancel = default)
    {
        waits ??= new Waits { Quiet = TimeSpan.FromMilliseconds(50) };
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        // Not DialAsync: a test's short waits bound what it tests, and a busy machine may need longer for the handshake.
        var address = (IPEndPoint)listener.LocalEndPoint!;
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address, cancel);
        var client = WireConnection.Dialled(socket, address, transcript, waits, cancel);
        var accepted = await listener.AcceptAsync(cancel);
        return new(transcript, client, WireConnection.Accepted(accepted, transcript, waits, cancel), accepted);
    }

    /// <summary>Sends the client bytes that no transcript knows of, as a proxy does.</summary>
    public async Task FeedAsync(int count, CancellationToken cancel)
    {
        await using var stream = new NetworkStream(_peer, ownsSocket: false);
        for (var piece = new byte[10_000]; count > 0; count -= piece.Length)
            await stream.WriteAsync(piece, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Peer.DisposeAsync();
    }
}
