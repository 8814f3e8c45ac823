using System.Net;
using System.Text;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load.Http2;

/// <summary>
/// The field blocks of a load: every value that is not in the static table is a literal without Huffman code, so a block is the
/// same each time (RFC 7541 §6.1, §6.2.2).
/// </summary>
internal static class FieldBlock
{
    // Names, and whole fields, of the static table (RFC 7541 appendix A).
    private const byte Authority = 1;
    private const byte Method = 2;
    private const byte Path = 4;
    private const byte UserAgent = 58;
    private const byte MethodGet = 0x80 | 2;
    private const byte SchemeHttp = 0x80 | 6;
    private const byte Status200 = 0x80 | 8;

    /// <summary>CONNECT to an origin (RFC 9113 §8.5).</summary>
    public static byte[] Connect(IPEndPoint origin) => [.. Field(Method, "CONNECT"), .. Field(Authority, $"{origin}")];

    /// <summary>GET of an object there.</summary>
    public static byte[] Get(IPEndPoint origin) =>
    [
        MethodGet, SchemeHttp, .. Field(Authority, $"{origin}"), .. Field(Path, "/object?name=value"),
        .. Field(UserAgent, "load"),
    ];

    /// <summary>
    /// Whether the block of a response begins with ":status: 200". Only an update of the table's size can precede it, and every
    /// peer has the whole field from the static table.
    /// </summary>
    public static bool IsOk(ReadOnlySpan<byte> block)
    {
        while (block is [>= 0x20 and < 0x3f, ..])
            block = block[1..];
        return block is [Status200, ..];
    }

    private static byte[] Field(byte name, string value) => name < 0x0f
        ? [name, (byte)value.Length, .. Encoding.ASCII.GetBytes(value)]
        : [0x0f, (byte)(name - 0x0f), (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];
}
