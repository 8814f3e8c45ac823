using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>Makes of a request in HTTP/2 what serves every request (RFC 9113 §8.3.1).</summary>
internal static class RequestFromFields
{
    /// <summary>The request, or why its target cannot be served.</summary>
    /// <param name="fields">Its fields.</param>
    /// <param name="ends">Whether nothing follows them.</param>
    public static Parsed<Request> Compose(RequestFields fields, bool ends)
    {
        // 1. The target: CONNECT's authority-form, or the absolute-form that :scheme, :authority and :path make.
        var target = fields.IsConnect ? RequestTarget.Parse("CONNECT", fields.Authority) : AbsoluteForm(fields);
        if (target.Rejected is { } unserved)
            return unserved;
        if (fields is { IsConnect: true, Length: > 0 })
            return RejectionReason.ContentInConnect;

        // 2. The end of the content is that of the stream; a length is passed on to the origin.
        var framing = fields switch
        {
            { IsConnect: true } => new BodyFraming(BodyDelimiter.NoBody),
            { Length: { } length } => new BodyFraming(BodyDelimiter.Length, length),
            _ => new BodyFraming(ends ? BodyDelimiter.NoBody : BodyDelimiter.Close),
        };
        return new Request(LineOf(fields), target.Value, JoinCookies(fields.Fields), framing);
    }

    /// <summary>The request as a request line, for the log and for TRACE.</summary>
    public static RequestLine LineOf(RequestFields fields)
    {
        var target = fields.IsConnect ? fields.Authority : $"{fields.Scheme}://{fields.Authority}{PathAndQuery(fields)}";
        return new RequestLine(fields.Method, target, HttpVersion.Http20);
    }

    private static Parsed<RequestTarget> AbsoluteForm(RequestFields fields)
    {
        if (!fields.Scheme.Equals("http", StringComparison.OrdinalIgnoreCase))
            return RejectionReason.UnsupportedScheme;
        var authority = Authority.ParseOfUri(fields.Authority, defaultPort: 80);
        return authority.Rejected is { } invalid
            ? invalid
            : new RequestTarget.AbsoluteForm(authority.Value, PathAndQuery(fields));
    }

    // The absolute-form of OPTIONS * has no path at all (RFC 9112 §3.2.4).
    private static string PathAndQuery(RequestFields fields) => fields.Path == "*" ? "" : fields.Path;

    /// <summary>HTTP/2 may split Cookie, so that its parts can be compressed; HTTP/1 has one line (RFC 9113 §8.2.3).</summary>
    private static FieldSection JoinCookies(FieldSection fields)
    {
        var crumbs = fields.Values("cookie");
        if (crumbs.Count < 2)
            return fields;

        var lines = fields.Lines.FindAll(line => !line.Is("cookie"));
        lines.Add(new("cookie", string.Join("; ", crumbs)));
        return new FieldSection(lines);
    }
}
