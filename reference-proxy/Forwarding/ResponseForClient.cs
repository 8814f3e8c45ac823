using System.Globalization;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Forwarding;

/// <summary>The head that goes to the client, made from the origin's (RFC 9110 §7.6).</summary>
internal static class ResponseForClient
{
    /// <summary>
    /// How the end of the body is marked for the client: as the origin marks it, or by chunks, or by close for HTTP/1.0.
    /// </summary>
    public static BodyFraming FramingFor(HttpVersion client, BodyFraming fromOrigin) => fromOrigin.Delimiter switch
    {
        BodyDelimiter.Chunked or BodyDelimiter.Close =>
            new BodyFraming(client.IsAtLeast11 ? BodyDelimiter.Chunked : BodyDelimiter.Close),
        _ => fromOrigin,
    };

    /// <summary>Composes the head of an interim or final response.</summary>
    /// <param name="line">The origin's status line; its status and reason phrase are passed on.</param>
    /// <param name="fields">The origin's fields.</param>
    /// <param name="framing">The framing towards the client.</param>
    /// <param name="closes">Whether the client's connection is closed after this response.</param>
    /// <param name="pseudonym">This proxy in Via.</param>
    public static ResponseHead Compose(
        StatusLine line, FieldSection fields, BodyFraming framing, bool closes, string pseudonym)
    {
        // 1. Everything that is meant for the client, in its order, with repeated lines kept separate (RFC 9110 §5.3).
        var head = new List<FieldLine>(fields.Lines.Count + 2);
        var hasDate = false;
        foreach (var field in HopByHop.Remove(fields))
        {
            hasDate |= field.Is("Date");
            if (!field.Is("Content-Length"))
                head.Add(field);
        }

        // 2. The time of receipt if the origin has no clock (RFC 9110 §6.6.1), and this proxy's member of Via (§7.6.3).
        if (!line.IsInterim && !hasDate)
            head.Add(new("Date", HttpDate.Now()));
        head.Add(Via.Member(line.Version, pseudonym));

        // 3. The length of the content, if it is known (RFC 9110 §8.6).
        if (LengthFor(line, fields, framing) is { } length)
            head.Add(new("Content-Length", length.ToString(CultureInfo.InvariantCulture)));
        return new(line.Status, line.Reason, head, framing, closes);
    }

    /// <summary>
    /// The value of Content-Length, or null. In answers to HEAD and in 304 it describes another body and is passed on, but only
    /// as one number (RFC 9110 §8.6), and not together with a transfer coding, which overrides it (RFC 9112 §6.3, item 3). In 1xx
    /// and 204 there is none.
    /// </summary>
    private static long? LengthFor(StatusLine line, FieldSection fields, BodyFraming framing) => framing.Delimiter switch
    {
        BodyDelimiter.Length => framing.Length,
        BodyDelimiter.NoBody when line.Status is not (204 or < 200) && !fields.Has("Transfer-Encoding") =>
            ContentLength.Parse(fields) is { Rejected: null, Value: var length } ? length : null,
        _ => null,
    };
}
