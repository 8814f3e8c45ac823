using System.Text.RegularExpressions;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Scenarios.Mutants;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Proxies that pass a response's framing on without reading it, or read it as nobody else does.</summary>
internal static partial class ResponseFramingMutants
{
    [Mutant("relays-chunks-unread", "passes the chunks of a response on as they came, whatever their sizes look like")]
    [Kills("robustness/chunk-syntax-response", ReasonIds.UnexpectedBytes)]
    public static Flaw RelaysChunks() => new Flaw().PassesOnUnread(OddChunk().IsMatch);

    [Mutant("reads-chunk-sizes-up-to-a-letter", "reads a chunk size of 0x5 as 0, and treats that as the last chunk")]
    [Kills("robustness/chunk-syntax-response/hex-prefix", ReasonIds.BodyDiffers)]
    public static Flaw ReadsZero() =>
        new Flaw().MendsResponses(text => text.Replace("\r\n0x5\r\nhello\r\n0\r\n", "\r\n0\r\n", StringComparison.Ordinal));

    [Mutant("goes-by-content-length", "goes by a response's Content-Length although there is Transfer-Encoding too")]
    [Kills("robustness/response-cl-te/shorter", ReasonIds.BodyDiffers)]
    [Kills("robustness/response-cl-te/longer", ReasonIds.BodyIncomplete)]
    [Kills("robustness/response-cl-te/chunked-first", ReasonIds.BodyDiffers)]
    public static Flaw GoesByContentLength() => new Flaw().OriginResponse(head =>
    {
        if (head.Field("Content-Length") is not null)
            head.Remove("Transfer-Encoding");
    });

    [Mutant("forwards-both-lengths-of-a-response",
        "forwards a response with both Content-Length and Transfer-Encoding as it came")]
    [Kills("robustness/response-cl-te", ReasonIds.FieldPresent)]
    public static Flaw ForwardsBoth() => new Flaw().PassesOnUnread(BothLengths().IsMatch);

    [Mutant("forwards-a-repeated-length-of-a-response", "forwards a response's repeated Content-Length as it came")]
    [Kills("robustness/response-cl-repeated", ReasonIds.FieldValue)]
    public static Flaw ForwardsRepeated() => new Flaw().PassesOnUnread(RepeatedLength().IsMatch);

    [Mutant("forwards-lengths-of-what-has-no-body", "forwards whatever Content-Length a response without a body has")]
    [Kills("robustness/head-invalid-length", ReasonIds.FieldValue)]
    public static Flaw ForwardsLengths() => new Flaw().PassesOnUnread(OddLength().IsMatch);

    [Mutant("finds-chunked-anywhere",
        "treats a response as chunked when the word occurs anywhere in Transfer-Encoding, or for identity and gzip")]
    [Kills("robustness/response-te", ReasonIds.BodyDiffers)]
    public static Flaw FindsChunked() => new Flaw().When("/framing", out var isAsked).OriginResponse(head =>
    {
        if (isAsked() && head.Field("Transfer-Encoding") is not null && head.Field("Content-Length") is null)
            head.Set("Transfer-Encoding", "chunked");
    });

    [Mutant("relays-responses-chunked-twice", "passes a response that says chunked twice on as it came")]
    [Kills("robustness/response-te-twice/chunked", ReasonIds.FieldValue)]
    [Kills("robustness/response-te-twice/chunked-lines", ReasonIds.FieldValue)]
    public static Flaw RelaysChunkedTwice() => new Flaw().PassesOnUnread(ChunkedTwice().IsMatch);

    [Mutant("stops-at-the-first-coding", "looks only at a response's first coding, and treats identity as no coding at all")]
    [Kills("robustness/response-te-twice/identity", ReasonIds.BodyDiffers)]
    public static Flaw StopsAtTheFirst() => new Flaw().OriginResponse(head =>
    {
        if (head.Members("Transfer-Encoding") is ["identity", "chunked"])
            head.Remove("Transfer-Encoding");
    });

    [GeneratedRegex("\r\n\r\n(?:5junk|0x5|\t5|\\+5|5 5|5;a\n|5;a=\"\r\n)")]
    private static partial Regex OddChunk();

    [GeneratedRegex("\r\nTransfer-Encoding: chunked(?:, |\r\nTransfer-Encoding: )chunked\r\n")]
    private static partial Regex ChunkedTwice();

    [GeneratedRegex("^(?=[^\0]*\r\nContent-Length: (?:3|50)\r\n)[^\0]*\r\nTransfer-Encoding: chunked\r\n")]
    private static partial Regex BothLengths();

    [GeneratedRegex("\r\nContent-Length: 5(?:\r\nContent-Length: 0?5|, 5)\r\n")]
    private static partial Regex RepeatedLength();

    [GeneratedRegex("\r\nContent-Length: (?:42, 42|42\r\nContent-Length: 4[23]|abc)\r\n")]
    private static partial Regex OddLength();
}
