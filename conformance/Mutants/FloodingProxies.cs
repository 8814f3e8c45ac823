using System.Net.Sockets;
using System.Text;

namespace ConformanceKit.Mutants;

/// <summary>Servers that flood the origin, and leave the client without an answer.</summary>
internal static class FloodingProxies
{
    private static readonly byte[] s_requests = Encoding.Latin1.GetBytes(
        string.Concat(Enumerable.Repeat("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 2_000)));

    [NullProxy("floods-origin", "sends the origin bytes without end")]
    public static Flaw Bytes() => Floods(async (origin, _, cancel) => await SendAsync(origin, new byte[64 * 1024], cancel));

    [NullProxy("floods-origin-with-requests", "sends the origin requests without end")]
    public static Flaw Requests() => Floods(async (origin, _, cancel) =>
    {
        var sending = SendAsync(origin, s_requests, cancel);
        await Task.WhenAny(sending, NullProxies.ReadAsync(origin, static _ => Task.CompletedTask, cancel));
        await sending;
    });

    [NullProxy("floods-origin-with-connections", "connects to the origin without end")]
    public static Flaw Connections() => Floods(async (_, dialAsync, cancel) =>
    {
        while (true)
            (await dialAsync()).Dispose();
    });

    private static async Task SendAsync(Socket origin, byte[] bytes, CancellationToken cancel)
    {
        while (true)
            await origin.SendAsync(bytes, cancel);
    }

    private static Flaw Floods(Func<Socket, Func<Task<Socket>>, CancellationToken, Task> floodAsync) =>
        new Flaw().Instead(async (client, cancel) =>
        {
            // 1. The origin is the one that the client names.
            var target = new Head(await NullProxies.AskedAsync(client, cancel)).Target;
            if (!Uri.TryCreate(target.Contains("://", StringComparison.Ordinal) ? target : $"http://{target}", UriKind.Absolute,
                out var uri))
            {
                return;
            }

            // 2. The flood ends with the client's patience.
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var leaving = NullProxies.ReadAsync(client, static _ => Task.CompletedTask, over.Token);
            using var origin = await DialAsync(uri, over.Token);
            await Task.WhenAny(leaving, floodAsync(origin, () => DialAsync(uri, over.Token), over.Token));
            await over.CancelAsync();
        });

    private static async Task<Socket> DialAsync(Uri uri, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(uri.Host, uri.Port, cancel);
        return socket;
    }
}
