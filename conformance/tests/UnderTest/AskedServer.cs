using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ConformanceKit.Tests.UnderTest;

/// <summary>Replies to each connection's first bytes as it is told, then closes; or says nothing and keeps the connection.</summary>
internal sealed class AskedServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> asked = [];
    private readonly ConcurrentQueue<Socket> kept = [];
    private readonly Func<string, string?> answer;
    private readonly Task accepting;

    /// <param name="answer">From what came to the reply; empty closes at once, null keeps the connection in silence.</param>
    public AskedServer(Func<string, string?> answer)
    {
        this.answer = answer;
        listener.Start();
        accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)listener.LocalEndpoint;

    /// <summary>What came, connection by connection.</summary>
    public IReadOnlyList<string> Asked => [.. asked];

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var socket in kept) socket.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await listener.AcceptSocketAsync();
            kept.Enqueue(client);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var head = new byte[4096];
        var count = await client.ReceiveAsync(head);
        var came = Encoding.Latin1.GetString(head, 0, count);
        asked.Enqueue(came);
        if (answer(came) is not { } reply) return;
        await client.SendAsync(Encoding.Latin1.GetBytes(reply));
        client.Shutdown(SocketShutdown.Both);
    }
}
