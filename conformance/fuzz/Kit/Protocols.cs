using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Wire;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Fuzz.Kit;

/// <summary>What a proxy, or an end of a tunnel, says in other protocols than HTTP/1.</summary>
internal static class Protocols
{
    /// <summary>Frames of HTTP/2 as they are recorded: the same events whatever the pieces, and no byte lost.</summary>
    public static void Frames(byte[] bytes)
    {
        foreach (var isServer in new[] { false, true })
            Pieces.SameInAll(size => Record(bytes, size, isServer));
    }

    /// <summary>Replies of SOCKS5 (RFC 1928).</summary>
    public static void Socks(byte[] bytes) => Pieces.SameInAll(size => EndAsync(bytes, size, async connection =>
    {
        await connection.OfferAsync(Socks5.NoAuthentication);
        await connection.LogInAsync("user", "secret");
        var reply = await connection.RequestAsync("example.test", 80);
        return $"{reply.Code} {reply.AddressType} {reply.Port} {Convert.ToHexString(reply.Bytes)}";
    }).GetAwaiter().GetResult());

    /// <summary>The dialogue of the Telnet origin (RFC 854).</summary>
    public static void TelnetDialogue(byte[] bytes) => Pieces.SameInAll(size => EndAsync(bytes, size, async connection =>
    {
        await Telnet.RunAsync(connection, default);
        return "ended";
    }).GetAwaiter().GetResult());

    /// <summary>Frames of a WebSocket server, as a client gets them (RFC 6455).</summary>
    public static void WebSocketServer(byte[] bytes) =>
        Pieces.SameInAll(size => ReceiveAsync(bytes, size).GetAwaiter().GetResult());

    /// <summary>A WebSocket client, as the origin that echoes gets it.</summary>
    public static void WebSocketClient(byte[] bytes) => Pieces.SameInAll(size => EndAsync(bytes, size, async connection =>
    {
        await new WebSocketScript(pushFirst: null).RunAsync(connection, default);
        return "ended";
    }).GetAwaiter().GetResult());

    private static string Record(byte[] bytes, int size, bool isServer)
    {
        var events = new Transcript();
        var recorder = new FrameRecorder("fuzz 1", events, isServer);
        foreach (var piece in bytes.Chunk(Math.Min(size, bytes.Length + 1)))
            recorder.Record(WireEvent.Received, piece);
        recorder.Finish(WireEvent.Received);
        var sum = events.Events.Sum(happened => happened.Length);
        FindingException.Unless(sum == bytes.Length, $"{sum} of {bytes.Length} bytes are recorded");
        return string.Join('\n', events.Events.Select(happened => $"{happened.Length} {happened.Note}"));
    }

    private static async Task<string> EndAsync(byte[] bytes, int size, Func<WireConnection, Task<string>> actAsync)
    {
        var connection = new MemoryTransport(bytes, size).Connect();
        try
        {
            return await actAsync(connection);
        }
        catch (RequirementBrokenException end)
        {
            return end.ReasonId;
        }
    }

    private static async Task<string> ReceiveAsync(byte[] bytes, int size)
    {
        var texts = new StringBuilder();
        try
        {
            var connection = new UpgradingTransport(bytes, size).Connect();
            using var client = await Origins.WebSocketClient.OpenAsync(connection, "fuzz.test");
            while (true)
                texts.AppendLine(await client.ReceiveTextAsync());
        }
        catch (RequirementBrokenException end)
        {
            return $"{texts}{end.ReasonId}";
        }
    }
}
