using System.Text;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Mutants;

/// <summary>Servers that never stop: whoever takes all that they send runs out of memory.</summary>
internal static class EndlessProxies
{
    private const string Line = "X-Endless: 0123456789012345678901234567890123456789\r\n";

    private const int Piece = 64 * 1024;

    private static readonly byte[] s_bytes = Encoding.Latin1.GetBytes(new string('x', Piece));
    private static readonly byte[] s_status = [0x88]; // :status 200 (RFC 7541, appendix A)

    [NullProxy("endless-head", "answers everything with a head that has no end")]
    public static Flaw Head() => Answer("HTTP/1.1 200 OK\r\n", Many(Line));

    [NullProxy("endless-line", "answers everything with a field line that has no end")]
    public static Flaw FieldLine() => Answer("HTTP/1.1 200 OK\r\nX-Endless: ", s_bytes);

    [NullProxy("endless-fold", "answers everything with a field line that is folded without end")]
    public static Flaw Fold() => Answer("HTTP/1.1 200 OK\r\nX-Endless: a\r\n", Many(" b\r\n"));

    [NullProxy("endless-body", "answers everything with a body that has no end")]
    public static Flaw Body() => Answer("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", s_bytes);

    [NullProxy("endless-chunk", "answers everything with a chunk of 2^63 - 1 bytes")]
    public static Flaw Chunk() =>
        Answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n", s_bytes);

    [NullProxy("endless-chunks", "answers everything with chunks of a byte without end")]
    public static Flaw Chunks() => Answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", Many("1\r\nx\r\n"));

    [NullProxy("endless-trailers", "answers everything with a trailer section that has no end")]
    public static Flaw Trailers() =>
        Answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n", Many(Line));

    [NullProxy("endless-1xx", "answers everything with interim responses without end")]
    public static Flaw Interim() => Answer("", Many("HTTP/1.1 102 Processing\r\n\r\n"));

    [NullProxy("endless-responses", "answers everything with responses without end")]
    public static Flaw Responses() => Answer("", Many("HTTP/1.1 204 No Content\r\n\r\n"));

    [NullProxy("endless-zeros", "answers everything with zeros without end")]
    public static Flaw Zeros() => Answer("", new byte[Piece]);

    [NullProxy("endless-frames", "answers everything with empty frames of HTTP/2 without end")]
    public static Flaw Frames() => Answer([], Many(Frame.Settings([])));

    [NullProxy("endless-pings", "answers everything with PING frames of HTTP/2 without end")]
    public static Flaw Pings() => Answer(Frame.Settings([]).ToBytes(), Many(Frame.Ping("conforms"u8.ToArray())));

    [NullProxy("endless-continuation", "answers everything with a field section of HTTP/2 that has no end")]
    public static Flaw Continuation() => Answer(
        [.. Frame.Settings([]).ToBytes(), .. new Frame(FrameTypes.Headers, 0, 1, s_status).ToBytes()],
        Many(new Frame(FrameTypes.Continuation, 0, 1, s_status)));

    private static byte[] Many(string part) => Many(Encoding.Latin1.GetBytes(part));

    private static byte[] Many(Frame frame) => Many(frame.ToBytes());

    private static byte[] Many(byte[] part) => [.. Enumerable.Repeat(part, (Piece / part.Length) + 1).SelectMany(bytes => bytes)];

    private static Flaw Answer(string beginning, byte[] endless) => Answer(Encoding.Latin1.GetBytes(beginning), endless);

    private static Flaw Answer(byte[] beginning, byte[] endless) => new Flaw().Instead(async (client, cancel) =>
    {
        await NullProxies.AskedAsync(client, cancel);
        await client.SendAsync(beginning, cancel);
        while (true)
            await client.SendAsync(endless, cancel);
    });
}
