using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ConformanceKit.Tests.UnderTest;

/// <summary>
/// Replies to each connection's first bytes as the test says, then closes; or sends nothing and keeps the connection open.
/// </summary>
internal sealed class AskedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _asked = [];
    private readonly ConcurrentQueue<Socket> _kept = [];
    private readonly Func<string, string?> _answer;
    private readonly Task _accepting;

    /// <param name="answer">Maps what came to the reply; empty closes at once, null keeps the connection open silently.</param>
    public AskedServer(Func<string, string?> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>What each connection sent, in order.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var socket in _kept)
            socket.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptSocketAsync();
            _kept.Enqueue(client);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var head = new byte[4096];
        var count = await client.ReceiveAsync(head);
        var came = Encoding.Latin1.GetString(head, 0, count);
        _asked.Enqueue(came);
        if (_answer(came) is not { } reply)
            return;
        await client.SendAsync(Encoding.Latin1.GetBytes(reply));
        client.Shutdown(SocketShutdown.Both);
    }
}
