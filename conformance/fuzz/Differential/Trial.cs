using System.Net.Sockets;
using System.Text;

namespace ConformanceKit.Fuzz.Differential;

/// <summary>Sends the same bytes through one proxy, to an origin of their own.</summary>
internal static class Trial
{
    // What a proxy sends to the origin when it has closed the client's connection is on its way already.
    private static readonly TimeSpan s_afterClose = TimeSpan.FromMilliseconds(60);

    /// <summary>Sends them, and waits until the connection is closed, or nothing more comes.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="text">The bytes, each character one, with <see cref="Mutation.Authority"/>.</param>
    /// <param name="quiet">How long nothing has to come.</param>
    public static async Task<Outcome> RunAsync(LocalProxy proxy, string text, TimeSpan quiet)
    {
        using var origin = new RecordingOrigin();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(proxy.Address);
        var bytes = text.Replace(Mutation.Authority, origin.Authority, StringComparison.Ordinal);
        var received = new StringBuilder();
        try
        {
            await socket.SendAsync(Encoding.Latin1.GetBytes(bytes));
            await ReceiveAsync(socket, origin, quiet, received);
        }
        catch (SocketException)
        {
            // The proxy has reset the connection.
        }

        return Outcome.Of(origin, received.ToString());
    }

    // Either end may still be served after the other has fallen silent.
    private static async Task ReceiveAsync(Socket socket, RecordingOrigin origin, TimeSpan quiet, StringBuilder received)
    {
        var piece = new byte[16 * 1024];
        var receiving = socket.ReceiveAsync(piece.AsMemory()).AsTask();
        for (var before = -1; before != origin.Length;)
        {
            before = origin.Length;
            while (await Task.WhenAny(receiving, Task.Delay(quiet)) == receiving && await receiving is > 0 and var count)
            {
                received.Append(Encoding.Latin1.GetString(piece, 0, count));
                receiving = socket.ReceiveAsync(piece.AsMemory()).AsTask();
            }

            if (receiving.IsCompleted)
                await Task.Delay(s_afterClose);
        }
    }
}
