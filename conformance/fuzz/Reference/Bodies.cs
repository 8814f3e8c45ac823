using ConformanceKit.Fuzz.Kit;
using ConformanceKit.Mutants;
using ConformanceKit.ReferenceProxy.Http;
using ConformanceKit.Wire;

namespace ConformanceKit.Fuzz.Reference;

/// <summary>The chunked transfer coding (RFC 9112 §7.1), for which there are three decoders.</summary>
internal static class Bodies
{
    private const int Limit = 64 * 1024;
    private const string Head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    /// <summary>What the reference accepts is content that the kit reads too, and ends where the mutants' scanner says.</summary>
    public static void Chunks(byte[] bytes)
    {
        // 1. The same in pieces.
        foreach (var isRequest in new[] { true, false })
            Pieces.SameInAll(size => Describe(Decode(bytes, size, isRequest, out var content, out var taken), content, taken));

        // 2. The others are more lenient, but must agree about what the reference accepts.
        var decoder = Decode(bytes, Pieces.Whole, isRequest: true, out var decoded, out var length);
        if (decoder.Rejected is not null || !decoder.IsComplete)
            return;
        var response = Messages.ReadResponse([.. System.Text.Encoding.ASCII.GetBytes(Head), .. bytes]);
        FindingException.Unless(response.BodyEnd.Kind == BodyEndKind.Chunked, $"the kit says {response.BodyEnd}");
        FindingException.UnlessSame(Convert.ToHexString([.. decoded]), Convert.ToHexString(response.Body), "the kit reads");
        var scanner = new BodyScanner(new(FramingRule.Chunked));
        FindingException.UnlessSame($"{length}", $"{scanner.Take(bytes)}", "the scanner takes");
        FindingException.Unless(scanner.IsComplete, "the scanner waits for more");
    }

    private static ChunkedDecoder Decode(byte[] bytes, int size, bool isRequest, out List<byte> content, out int taken)
    {
        var decoder = new ChunkedDecoder(Limit, isRequest);
        var decoded = new List<byte>();
        taken = Pieces.Offer(bytes, size, offered => TakeAll(decoder, offered, decoded),
            () => decoder.IsComplete || decoder.Rejected is not null);
        content = decoded;
        return decoder;
    }

    private static int TakeAll(ChunkedDecoder decoder, ReadOnlySpan<byte> bytes, List<byte> content)
    {
        var taken = 0;
        while (decoder.Take(bytes[taken..], out var data) is > 0 and var count)
        {
            content.AddRange(bytes[taken..][data]);
            taken += count;
        }

        return taken;
    }

    // How much of a malformed line counts as taken is nobody's business.
    private static string Describe(ChunkedDecoder decoder, List<byte> content, int taken) =>
        (decoder.Rejected is { } rejected ? $"{rejected}" : $"{(decoder.IsComplete ? "complete" : "incomplete")}, {taken} bytes")
        + $": {Convert.ToHexString([.. content])}";
}
