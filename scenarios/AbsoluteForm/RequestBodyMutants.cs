using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Scenarios.Mutants;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Proxies that do one thing wrong with the body of a request, or while they wait for it.</summary>
internal static class RequestBodyMutants
{
    [Mutant("forwards-only-the-first-chunk", "treats the first chunk of a request as its whole body")]
    [Kills("absolute-form/chunked-request/one-octet-chunks", ReasonIds.BodyDiffers)]
    public static Flaw ForwardsOnlyTheFirstChunk() => Chunked(body =>
    {
        var size = body.Split("\r\n")[0];
        var end = int.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length)
            ? size.Length + length + 4
            : 0;
        return end > 0 && end < body.Length && body[end] != '0' ? body[..end] + "0\r\n\r\n" : body;
    });

    [Mutant("takes-leading-zeros-for-the-last-chunk", "treats a chunk whose size begins with 0 as the last one")]
    [Kills("absolute-form/chunked-request/upper-case-size", ReasonIds.BodyDiffers)]
    public static Flaw TakesLeadingZerosForTheLastChunk() =>
        Chunked(body => body.StartsWith("00", StringComparison.Ordinal) ? "0\r\n\r\n" : body);

    // With an extension, the line is then not a valid chunk size.
    [Mutant("rejects-chunk-extensions", "reads the whole line before a chunk as its size")]
    [Kills("absolute-form/chunk-ext", ReasonIds.Status)]
    public static Flaw RejectsChunkExtensions() => Chunked(body => body.Replace(';', '!'));

    [Mutant("merges-trailers-into-requests", "forwards the trailer fields of a request as header fields")]
    [Kills("absolute-form/trailers-not-merged/request", ReasonIds.FieldPresent)]
    public static Flaw MergesTrailers() => new Flaw().Bytes(Leg.FromClient, TrailerMerging.MergeAsync);

    [Mutant("takes-the-trailers-of-a-request-for-content", "treats the trailer section of a request as its last chunk")]
    [Kills("absolute-form/chunked-request/trailer", ReasonIds.BodyDiffers)]
    public static Flaw TakesTrailersForContent() => new Flaw().BodyBytes(Leg.FromClient, TrailerMerging.IntoContent);

    [Mutant("waits-for-the-body-before-it-connects",
        "does nothing with a request that has a Content-Length until its body has arrived")]
    [Kills("absolute-form/expect-continue", ReasonIds.OriginNotContacted)]
    [Related("absolute-form/early-final/*", "absolute-form/expect-final")]
    public static Flaw WaitsForTheBody()
    {
        var held = "";
        return new Flaw().Bytes(Leg.FromClient, bytes =>
        {
            held += Encoding.Latin1.GetString(bytes);
            var end = held.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
            if (end >= 4 && int.TryParse(new Head(held[..end]).Field("Content-Length"), NumberStyles.None,
                CultureInfo.InvariantCulture, out var length) && held.Length - end < length)
            {
                return Task.FromResult<byte[]>([]);
            }

            var released = Encoding.Latin1.GetBytes(held);
            held = "";
            return Task.FromResult(released);
        });
    }

    [Mutant("sends-a-request-again", "sends a request again, even a POST, when the origin closes without a response")]
    [Kills("absolute-form/no-retry-post", ReasonIds.OriginCount)]
    public static Flaw SendsARequestAgain()
    {
        var target = "";
        var request = "";
        return new Flaw()
            .Forwarded((head, exchange) => (target, request) = (exchange.Request.Target, head.Text))
            .BodyBytes(Leg.ToOrigin, bytes =>
            {
                request += Encoding.Latin1.GetString(bytes);
                return bytes;
            })
            .Filter(Leg.FromOrigin, next => new RetryFilter(next, () => SendAgainAsync(target, request)));
    }

    private static async Task SendAgainAsync(string target, string request)
    {
        if (request.Length == 0)
            return; // a tunnel
        var uri = new Uri(target);
        using var origin = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await origin.ConnectAsync(uri.Host, uri.Port);
        await origin.SendAsync(Encoding.Latin1.GetBytes(request));
        await origin.ReceiveAsync(new byte[1]);
    }

    // Only chunked bodies; each of those in the suite arrives in one segment.
    private static Flaw Chunked(Func<string, string> edit)
    {
        var isChunked = false;
        return new Flaw()
            .Request(head => isChunked = !head.IsConnect && head.Field("Transfer-Encoding") == "chunked")
            .BodyBytes(Leg.FromClient, bytes =>
                isChunked ? Encoding.Latin1.GetBytes(edit(Encoding.Latin1.GetString(bytes))) : bytes);
    }

    private sealed class RetryFilter(ByteSink next, Func<Task> retry) : ByteFilter(next)
    {
        private bool _isAnswered;

        public override Task SendAsync(ReadOnlyMemory<byte> bytes)
        {
            _isAnswered = true;
            return base.SendAsync(bytes);
        }

        public override async Task FinishAsync()
        {
            if (!_isAnswered)
                await retry();
            await base.FinishAsync();
        }
    }
}
