using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Scenarios.Mutants;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Proxies that do one thing wrong with the body of a response, or with what comes instead of one.</summary>
internal static partial class ResponseBodyMutants
{
    [Mutant("reads-bodies-as-text", "reads the body of a response as ASCII, and writes \"?\" for every other byte")]
    [Kills("absolute-form/no-transform", ReasonIds.BodyDiffers)]
    [Kills("absolute-form/no-transform/png", ReasonIds.BodyDiffers)]
    public static Flaw ReadsBodiesAsText() => new Flaw().BodyBytes(
        Leg.ToClient, bytes => Array.ConvertAll(bytes, b => b < 0x80 ? b : (byte)'?'));

    [Mutant("blanks-comments-in-pages", "overwrites the comments of a page with spaces")]
    [Kills("absolute-form/no-transform/html", ReasonIds.BodyDiffers)]
    public static Flaw BlanksComments() => new Flaw().BodyBytes(
        Leg.ToClient,
        bytes =>
            Encoding.Latin1.GetBytes(
                Comment().Replace(Encoding.Latin1.GetString(bytes), match => new string(' ', match.Length))));

    [Mutant("forwards-the-first-chunk-of-a-response", "treats the first chunk of a response as its whole body")]
    [Kills("absolute-form/chunked-response/one-octet-chunks", ReasonIds.BodyDiffers)]
    public static Flaw ForwardsTheFirstChunk() => new Flaw().BodyBytes(
        Leg.FromOrigin, bytes => Encoding.Latin1.GetBytes(OneByteChunks().Replace(Encoding.Latin1.GetString(bytes), "$1")));

    [Mutant("knows-no-chunks", "treats the first five bytes after the head of a chunked response as its body")]
    [Kills("absolute-form/chunked-response", ReasonIds.BodyDiffers)]
    public static Flaw KnowsNoChunks() => new Flaw()
        .When("/chunked", out var isAsked)
        .OriginResponse(head =>
        {
            if (!isAsked())
                return;
            head.Remove("Transfer-Encoding");
            head.Add("Content-Length: 5");
        });

    [Mutant("takes-the-trailers-of-a-response-for-content", "treats the trailer section of a response as its last chunk")]
    [Kills("absolute-form/chunked-response/trailer", ReasonIds.BodyDiffers)]
    [Related("browser/*")]
    public static Flaw TakesTrailersForContent() => new Flaw().BodyBytes(Leg.FromOrigin, TrailerMerging.IntoContent);

    [Mutant("takes-no-length-for-no-body", "treats an HTTP/1.1 response without framing fields as one without a body")]
    [Kills("absolute-form/close-delimited", ReasonIds.BodyDiffers)]
    [Related("absolute-form/no-framing-fields/head", "absolute-form/streaming/close-delimited")]
    public static Flaw TakesNoLengthForNoBody() => new Flaw().OriginResponse(head =>
    {
        if (head.Version == "HTTP/1.1" && head.IsSuccessful
            && head.Field("Content-Length") is null && head.Field("Transfer-Encoding") is null)
        {
            head.Add("Content-Length: 0");
        }
    });

    [Mutant("sends-the-whole-buffer", "sends as many bytes as Content-Length says, even when the origin sent fewer")]
    [Kills("absolute-form/truncated/content-length", ReasonIds.BodyComplete)]
    [Related("absolute-form/truncated-to-10/content-length")]
    public static Flaw SendsTheWholeBuffer() => Completing((head, body) =>
        int.TryParse(head.Field("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? new string('\0', Math.Max(0, length - body.Length))
            : "");

    [Mutant("ends-chunks-that-were-cut-short", "sends the last chunk of a response that the origin cut short")]
    [Kills("absolute-form/truncated/chunked", ReasonIds.BodyComplete)]
    [Related("absolute-form/truncated-to-10/chunked")]
    public static Flaw EndsChunks() => Completing((head, body) =>
        head.Field("Transfer-Encoding") == "chunked" && body.EndsWith("\r\n", StringComparison.Ordinal)
            && !body.Contains("\r\n0\r\n", StringComparison.Ordinal) ? "0\r\n\r\n" : "");

    [Mutant("sends-a-last-chunk-without-a-body", "sends the end of a chunked body after a response to HEAD, a 204 and a 304")]
    [Kills("absolute-form/head-204-304", ReasonIds.UnexpectedBytes)]
    [Related("robustness/bodiless-extra-bytes/*")]
    public static Flaw SendsALastChunkWithoutABody() => new Flaw().Response((head, exchange) =>
    {
        if (head.Status is 204 or 304 || (head.Status == 200 && exchange.Request.Method == "HEAD"))
            head.Text += "0\r\n\r\n";
    });

    [Mutant("answers-for-what-has-no-body", "answers 502 itself if the origin's response has no body")]
    [Kills("absolute-form/head-204-304", ReasonIds.Status)]
    public static Flaw AnswersForWhatHasNoBody() => new Flaw().When("/bodiless-by-definition", out var isAsked).Response(head =>
    {
        if (isAsked())
            head.Text = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n";
    });

    [Mutant("swallows-103", "does not forward a 103 to the client")]
    [Kills("absolute-form/forward-1xx", ReasonIds.Status)]
    public static Flaw Swallows103() => new Flaw().Response(head =>
    {
        if (head.Status == 103)
            head.Text = "";
    });

    [Mutant("merges-trailers-into-responses", "forwards the trailer fields of a response as header fields")]
    [Kills("absolute-form/trailers-not-merged/response", ReasonIds.FieldPresent)]
    public static Flaw MergesTrailers() => new Flaw().Bytes(Leg.FromOrigin, TrailerMerging.MergeAsync);

    [GeneratedRegex("<!--.*?-->")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^(1\r\n.\r\n)(?:1\r\n.\r\n)+(?=0\r\n)")]
    private static partial Regex OneByteChunks();

    // Sends, before the FIN of an origin, what is missing according to the head and the body so far.
    private static Flaw Completing(Func<Head, string, string> missing) =>
        new Flaw().Filter(Leg.FromOrigin, next => new CompletingFilter(next, missing));

    private sealed class CompletingFilter(ByteSink next, Func<Head, string, string> missing) : ByteFilter(next)
    {
        private readonly StringBuilder _received = new();

        public override Task SendAsync(ReadOnlyMemory<byte> bytes)
        {
            _received.Append(Encoding.Latin1.GetString(bytes.Span));
            return base.SendAsync(bytes);
        }

        public override async Task FinishAsync()
        {
            var message = _received.ToString();
            var body = message.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
            if (body >= 4 && missing(new(message[..body]), message[body..]) is { Length: > 0 } rest)
                await base.SendAsync(Encoding.Latin1.GetBytes(rest));
            await base.FinishAsync();
        }
    }
}
