using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Fuzz.Kit;

/// <summary>Messages of HTTP/1 as the kit reads them, with their bodies (RFC 9112).</summary>
internal static class Messages
{
    private static readonly string[] s_methods = ["GET", "HEAD", "CONNECT"];

    /// <summary>What a proxy sends to an origin.</summary>
    public static void Requests(byte[] bytes) => Pieces.SameInAll(size => ReadAllAsync(
        bytes, size, async connection => await connection.ReadRequestAsync()).GetAwaiter().GetResult());

    /// <summary>What a proxy sends to a client, whatever the client has asked.</summary>
    public static void Responses(byte[] bytes)
    {
        foreach (var method in s_methods)
        {
            Pieces.SameInAll(size => ReadAllAsync(
                bytes, size, async connection => await connection.ReadResponseAsync(method)).GetAwaiter().GetResult());
        }
    }

    /// <summary>Reads one response to GET, which is there.</summary>
    public static WireResponse ReadResponse(byte[] bytes) =>
        new MemoryTransport(bytes).Connect().ReadResponseAsync("GET").GetAwaiter().GetResult();

    private static async Task<string> ReadAllAsync(byte[] bytes, int size, Func<WireConnection, Task<WireMessage>> readAsync)
    {
        var connection = new MemoryTransport(bytes, size).Connect();
        var results = new List<string>();
        try
        {
            while (true)
                results.Add(Describe(await readAsync(connection)));
        }
        catch (RequirementBrokenException end)
        {
            // How many bytes have been seen depends on the pieces.
            results.Add(end.ReasonId);
        }

        return string.Join('\n', results);
    }

    private static string Describe(WireMessage message) => string.Join('\n',
    [
        $"{message}",
        .. message.Fields.Select(field => $"{field.Name}: {field.Value} ({field})"),
        $"{string.Join('|', message.Members("Via"))}|{message.Field("Content-Length")}",
        $"{message.BodyEnd.Kind}: {Convert.ToHexString(message.Body)}",
        .. message.Trailers.Select(trailer => $"{trailer.Name}: {trailer.Value}"),
    ]);
}
