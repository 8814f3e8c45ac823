using System.Net.Sockets;
using System.Text;

namespace ConformanceKit.Mutants;

/// <summary>Servers that a suite must never mistake for a proxy.</summary>
internal static class NullProxies
{
    [NullProxy("accepts-and-closes", "closes every connection at once")]
    public static Flaw AcceptsAndCloses() => new Flaw().Instead((_, _) => Task.CompletedTask);

    [NullProxy("stays-silent", "reads everything and never sends a byte")]
    public static Flaw StaysSilent() => new Flaw().Instead(async (client, cancel) =>
    {
        await ReadAsync(client, static _ => Task.CompletedTask, cancel);
        await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
    });

    [NullProxy("resets-at-once", "resets every connection at once")]
    public static Flaw ResetsAtOnce() => new Flaw().Instead((client, _) =>
    {
        client.Close(timeout: 0);
        return Task.CompletedTask;
    });

    [NullProxy("always-200", "answers everything with 200 and an empty body")]
    public static Flaw Always200() => Always("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

    [NullProxy("always-502", "answers everything with 502 and closes")]
    public static Flaw Always502() => Always("HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 3\r\n\r\nno\n");

    [NullProxy("half-a-200", "answers everything with the first half of a 200 and closes")]
    public static Flaw HalfA200() => Always("HTTP/1.1 200", endsAfter: true);

    [NullProxy("always-100", "answers everything with 100 Continue and nothing more")]
    public static Flaw Always100() => Always("HTTP/1.1 100 Continue\r\n\r\n");

    [NullProxy("echoes", "sends everything back")]
    public static Flaw Echoes() => new Flaw().Instead((client, cancel) =>
        ReadAsync(client, bytes => client.SendAsync(bytes, SocketFlags.None, cancel).AsTask(), cancel));

    /// <summary>Waits for what a client sends first.</summary>
    /// <returns>The beginning of it, each character one byte; empty if the client sends nothing.</returns>
    public static async Task<string> AskedAsync(Socket client, CancellationToken cancel)
    {
        var buffer = new byte[16 * 1024];
        return Encoding.Latin1.GetString(buffer, 0, await client.ReceiveAsync(buffer, cancel));
    }

    /// <summary>Answers each head with the same bytes.</summary>
    /// <param name="response">The bytes, each character one; with <c>Connection: close</c> a FIN follows.</param>
    /// <param name="endsAfter">Whether a FIN follows in any case.</param>
    public static Flaw Always(string response, bool endsAfter = false) => new Flaw().Instead(async (client, cancel) =>
    {
        var received = "";
        await ReadAsync(
            client,
            async bytes =>
            {
                // One answer for each head.
                received += Encoding.Latin1.GetString(bytes.Span);
                while (received.IndexOf("\r\n\r\n", StringComparison.Ordinal) is var end and >= 0)
                {
                    await client.SendAsync(Encoding.Latin1.GetBytes(response), SocketFlags.None, cancel);
                    received = received[(end + 4)..];
                }

                if (endsAfter || response.Contains("Connection: close", StringComparison.Ordinal))
                    client.Shutdown(SocketShutdown.Send);
            },
            cancel);
    });

    /// <summary>Reads until the client ends its side.</summary>
    public static async Task ReadAsync(Socket client, Func<ReadOnlyMemory<byte>, Task> take, CancellationToken cancel)
    {
        var buffer = new byte[16 * 1024];
        while (await client.ReceiveAsync(buffer, SocketFlags.None, cancel) is > 0 and var count)
            await take(buffer.AsMemory(0, count));
    }
}
