using System.Net;
using System.Net.Sockets;
using System.Text;
using ConformanceKit.Origins;
using ConformanceKit.Running;
using ConformanceKit.Wire;

namespace ConformanceKit.Proxies;

/// <summary>
/// Finds out whether a proxy answers. Only an HTTP reply counts: a port can be open before the program behind it listens.
/// </summary>
internal static class ReadyProbe
{
    private static readonly TimeSpan OneAttempt = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // Origin-form, so that no proxy forwards it: each has to answer by itself, with whatever status.
    private static readonly byte[] Request = Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: ready.test\r\nConnection: close\r\n\r\n");

    /// <summary>Asks again and again until the proxy answers; the caller bounds it by its token.</summary>
    /// <param name="listener">Where.</param>
    /// <param name="cancel">Ends the asking.</param>
    public static async Task WaitAsync(IPEndPoint listener, CancellationToken cancel)
    {
        while (!await AnswersAsync(listener, cancel))
            await Task.Delay(Pause, cancel);
    }

    /// <summary>Asks once.</summary>
    /// <param name="listener">Where.</param>
    /// <param name="cancel">Ends the asking.</param>
    public static async Task<bool> AnswersAsync(IPEndPoint listener, CancellationToken cancel) =>
        (await ReplyAsync(listener, Request, "HTTP/".Length, cancel)).AsSpan().SequenceEqual("HTTP/"u8);

    /// <summary>
    /// Asks for a resource of an origin until the reply is no server error: a program may listen before it has read the hosts
    /// file by which it finds origins. One that goes on like this for longer than the limit is taken as it is.
    /// </summary>
    /// <param name="listener">Where to ask.</param>
    /// <param name="place">Where origins listen.</param>
    /// <param name="limit">The longest to go on asking.</param>
    /// <param name="cancel">Ends the asking.</param>
    public static async Task WaitUntilForwardingAsync(
        IPEndPoint listener, OriginPlace place, TimeSpan limit, CancellationToken cancel)
    {
        await using var origins = new OriginFactory(place, new Transcript(), new Waits());
        var origin = await origins.HttpAsync(cancel, "HTTP/1.1 204 No Content\r\n\r\n");
        var request = Encoding.ASCII.GetBytes(Requests.Get(origin.Http("/"), "Connection: close"));

        var end = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        while (IsServerError(await ReplyAsync(listener, request, "HTTP/1.1 5".Length, cancel)) && Environment.TickCount64 < end)
            await Task.Delay(Pause, cancel);
    }

    private static bool IsServerError(byte[] reply) => reply.AsSpan().StartsWith("HTTP/"u8) && reply.AsSpan().EndsWith(" 5"u8);

    // The first octets of the reply, or none where there is no reply of that length.
    private static async Task<byte[]> ReplyAsync(IPEndPoint listener, byte[] request, int length, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(OneAttempt);
        using var socket = new Socket(listener.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(listener, limit.Token);
            await socket.SendAsync(request, limit.Token);
            var reply = new byte[length];
            for (var have = 0; have < reply.Length;)
            {
                var count = await socket.ReceiveAsync(reply.AsMemory(have), limit.Token);
                if (count == 0)
                    return [];
                have += count;
            }

            return reply;
        }
        catch (SocketException)
        {
            return [];
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return [];
        }
    }
}
