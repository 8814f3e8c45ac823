using System.Net;
using System.Net.Sockets;
using System.Text;

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
    public static async Task<bool> AnswersAsync(IPEndPoint listener, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(OneAttempt);
        using var socket = new Socket(listener.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(listener, limit.Token);
            await socket.SendAsync(Request, limit.Token);
            var reply = new byte[5];
            for (var have = 0; have < reply.Length;)
            {
                var count = await socket.ReceiveAsync(reply.AsMemory(have), limit.Token);
                if (count == 0)
                    return false;
                have += count;
            }

            return reply.AsSpan().SequenceEqual("HTTP/"u8);
        }
        catch (SocketException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }
}
