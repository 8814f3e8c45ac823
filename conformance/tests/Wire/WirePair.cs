using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Tests.Wire;

/// <summary>A dialled connection and the accepted one at its other end, both recorded.</summary>
internal sealed class WirePair : IAsyncDisposable
{
    private WirePair(Transcript transcript, WireConnection client, WireConnection peer) =>
        (Transcript, Client, Peer) = (transcript, client, peer);

    public Transcript Transcript { get; }

    public WireConnection Client { get; }

    public WireConnection Peer { get; }

    public static async Task<WirePair> OpenAsync(Waits? waits = null, CancellationToken cancel = default)
    {
        waits ??= new Waits { Quiet = TimeSpan.FromMilliseconds(50) };
        var transcript = new Transcript();
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        // Not DialAsync: a test's short waits bound what it tests, and a busy machine may need longer for the handshake.
        var address = (IPEndPoint)listener.LocalEndPoint!;
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address, cancel);
        var client = WireConnection.Dialled(socket, address, transcript, waits, cancel);
        var peer = WireConnection.Accepted(await listener.AcceptAsync(cancel), transcript, waits, cancel);
        return new(transcript, client, peer);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Peer.DisposeAsync();
    }
}
