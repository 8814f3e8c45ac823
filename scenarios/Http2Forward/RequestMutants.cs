using System.Globalization;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Wire.Http2;
using static ConformanceKit.Scenarios.Http2.Http2Flaws;

namespace ConformanceKit.Scenarios.Http2Forward;

/// <summary>Proxies that get the content or the fields of a request in HTTP/2 wrong that they forward.</summary>
internal static class RequestMutants
{
    // H2.TE: https://portswigger.net/research/http2
    [Mutant("forwards-transfer-encoding", "forwards the Transfer-Encoding of a request in HTTP/2 in place of its length")]
    [Kills("h2-forward/te-chunked/alone", ReasonIds.Accepted)]
    [Kills("h2-forward/te-chunked/with-content-length", ReasonIds.OriginContacted)]
    public static Flaw ForwardsTransferEncoding()
    {
        var isChunked = false;
        return Broken()
            .RequestFields(fields =>
            {
                isChunked |= fields is { IsConnect: false } && fields.Value("transfer-encoding") is not null;
                if (isChunked)
                    fields.Remove("transfer-encoding");
            })
            .Forwarded(head =>
            {
                if (!isChunked)
                    return;
                head.Remove("Content-Length");
                head.Set("Transfer-Encoding", "chunked");
            });
    }

    // H2.CL
    [Mutant("forwards-content-length-as-announced", "forwards Content-Length and all content, although there is more of it")]
    [Kills("h2-forward/content-length-short", ReasonIds.OriginContacted)]
    public static Flaw ForwardsContentLength()
    {
        var (announced, held) = ("", new Dictionary<int, Frame>());
        return Broken()
            .RequestFields(fields =>
            {
                announced = fields.IsConnect ? "" : fields.Value("content-length") ?? "";
                if (announced.Length > 0)
                    fields.Remove("content-length");
            })
            .Frames(Leg.FromClient, (frame, _) =>
            {
                if (frame.Type == FrameTypes.Headers && announced.Length > 0)
                {
                    held[frame.StreamId] = frame;
                    return frame.EndsStream ? [WithLength(frame, announced)] : [];
                }

                // The reference gets the length that holds, unless there is less.
                if (!held.Remove(frame.StreamId, out var headers))
                    return [frame];
                var length = Math.Max(frame.Payload.Length, int.Parse(announced, NumberStyles.None, Invariant));
                return [WithLength(headers, length.ToString(Invariant)), frame];
            })
            .Forwarded(head =>
            {
                if (head.Field("Content-Length") is not null && announced.Length > 0)
                    head.Set("Content-Length", announced);
                announced = "";
            });
    }

    [Mutant("counts-content-itself", "ignores Content-Length, and forwards as much content as there is")]
    [Kills("h2-forward/content-length-long", ReasonIds.Accepted)]
    [Kills("h2-forward/content-length-short", ReasonIds.Accepted)]
    public static Flaw CountsContentItself() => Broken().RequestFields(fields => fields.Remove("content-length"));

    [Mutant("forwards-content-without-a-length", "forwards content without Content-Length as if it had no end to be marked")]
    [Kills("h2-forward/content-length-none", ReasonIds.BodyDiffers)]
    [Related("h2-forward/trailers/request")]
    public static Flaw ForwardsWithoutALength() => Broken().Forwarded(head => head.Remove("Transfer-Encoding"));

    [Mutant("forwards-the-parts-of-cookie", "forwards each part of Cookie as a line")]
    [Kills("h2-forward/cookie-crumbs", ReasonIds.FieldRepeated)]
    public static Flaw ForwardsCrumbs() => Broken().Forwarded(head =>
    {
        if (head.Field("Cookie") is not { } cookie)
            return;
        head.Remove("Cookie");
        foreach (var crumb in cookie.Split("; "))
            head.Add($"Cookie: {crumb}");
    });

    [Mutant("forwards-te-without-nominating-it", "forwards the TE of a request in HTTP/2 without Connection")]
    [Kills("h2-forward/connection-fields-out", ReasonIds.FieldValue)]
    public static Flaw ForwardsTE() => ForwardsField("TE");

    [Mutant("names-http-1-1-in-via", "writes HTTP/1.1 into Via for a request that came in HTTP/2")]
    [Kills("h2-forward/via-request", ReasonIds.FieldValue)]
    public static Flaw NamesHttp11() => Broken().Forwarded(head =>
    {
        if (head.Values("Via") is [.., var own])
            head.Text = head.Text.Replace(own, own.Replace("2.0 ", "1.1 ", StringComparison.Ordinal), StringComparison.Ordinal);
    });

    [Mutant("leaks-credentials-of-a-stream", "forwards the Proxy-Authorization of a request in HTTP/2")]
    [Kills("h2-forward/credential-not-leaked", ReasonIds.FieldPresent)]
    public static Flaw LeaksCredentials() => ForwardsField("Proxy-Authorization").Only(UnderTest.ListenerNames.H2Auth);

    // Once a flaw has edited fields, they are literals, so that one more can follow.
    private static Frame WithLength(Frame headers, string length) =>
        headers with { Payload = (byte[])[.. headers.Payload.Span, .. Hpack.Literal("content-length", length)] };

    private static Flaw ForwardsField(string name) => Broken().Forwarded((head, exchange) =>
    {
        if (exchange.Request.Field(name) is { } value)
            head.Set(name, value);
    });

    private static IFormatProvider Invariant => CultureInfo.InvariantCulture;
}
