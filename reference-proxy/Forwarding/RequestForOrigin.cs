using System.Globalization;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Forwarding;

/// <summary>The head that goes to the origin, made from the client's (RFC 9112 §3.2.1, RFC 9110 §7.6).</summary>
internal static class RequestForOrigin
{
    /// <summary>Composes the head.</summary>
    /// <param name="request">The client's request.</param>
    /// <param name="target">Its absolute-form target.</param>
    /// <param name="maxForwards">How many more times it may be forwarded, this time included; null if it does not say.</param>
    /// <param name="closes">Whether the connection to the origin is closed after this exchange in any case.</param>
    /// <param name="pseudonym">This proxy in Via.</param>
    public static ReadOnlyMemory<byte> Compose(
        Request request, RequestTarget.AbsoluteForm target, int? maxForwards, bool closes, string pseudonym)
    {
        // 1. The origin-form, byte for byte, and this proxy's own version (RFC 9112 §2.3).
        var head = new HeadWriter(request.Method, " ", OriginForm(request.Method, target.PathAndQuery), " HTTP/1.1");

        // 2. Host comes first, from the target and never from the client's Host (RFC 9112 §3.2.2).
        head.Field("Host", target.Authority.Text);

        // 3. Everything that is meant for the origin, in its order.
        foreach (var line in HopByHop.Remove(request.Fields))
        {
            if (line.Is("Max-Forwards") && maxForwards is { } left)
                head.Field("Max-Forwards", MaxForwards.Decremented(left));
            else if (!IsReplaced(line, request))
                head.Field(line.Name, line.Value);
        }

        // 4. This proxy's member of Via, after those of earlier recipients (RFC 9110 §7.6.3).
        var via = Via.Member(request.Version, pseudonym);
        head.Field(via.Name, via.Value);

        // 5. This hop's own framing (RFC 9112 §6), and whether another request can follow (§9.6).
        if (request.Framing.Delimiter == BodyDelimiter.Length)
            head.Field("Content-Length", request.Framing.Length.ToString(CultureInfo.InvariantCulture));
        if (request.FramingForOrigin.Delimiter == BodyDelimiter.Chunked)
            head.Field("Transfer-Encoding", "chunked");
        if (closes)
            head.Field("Connection", "close");
        return head.End();
    }

    // HTTP/1.0 clients do not know 100 (Continue): their expectation is ignored (RFC 9110 §10.1.1).
    private static bool IsReplaced(FieldLine line, Request request) =>
        line.Is("Host") || line.Is("Content-Length") || (line.Is("Expect") && !request.Version.IsAtLeast11);

    /// <summary>An empty path is "/", or "*" for OPTIONS without a query (RFC 9112 §3.2.1, §3.2.4).</summary>
    private static string OriginForm(string method, string pathAndQuery) => pathAndQuery switch
    {
        "" => method == "OPTIONS" ? "*" : "/",
        ['?', ..] => "/" + pathAndQuery,
        _ => pathAndQuery,
    };
}
