namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>A request whose head is valid: its target form, its Host and its framing have been checked.</summary>
internal sealed record Request(RequestLine Line, RequestTarget Target, FieldSection Fields, BodyFraming Framing)
{
    /// <summary>The method; case-sensitive.</summary>
    public string Method => Line.Method;

    /// <summary>The version of the client's request.</summary>
    public HttpVersion Version => Line.Version;

    /// <summary>
    /// How the body is framed towards an origin: HTTP/2 ends content of unknown length with the stream, HTTP/1 with chunks.
    /// </summary>
    public BodyFraming FramingForOrigin => Framing.Delimiter == BodyDelimiter.Close ? new(BodyDelimiter.Chunked) : Framing;

    /// <summary>
    /// Whether the client may send another request on this connection: never for HTTP/1.0, because an intermediary
    /// must not keep such a connection open (RFC 9112 §9.3).
    /// </summary>
    public bool IsPersistent => Version.IsAtLeast11 && !Fields.HasMember("Connection", "close");

    /// <summary>Checks a complete head in the order of RFC 9112: target (§3.2), Host (§3.2), framing (§6.3).</summary>
    public static Parsed<Request> Check(RequestLine line, FieldSection fields)
    {
        var target = RequestTarget.Parse(line.Method, line.Target);
        if (target.Rejected is { } badTarget)
            return badTarget;

        if (HostField.Check(line.Version, fields) is { } badHost)
            return badHost;

        var framing = BodyFraming.OfRequest(line.Version, fields);
        if (framing.Rejected is { } badFraming)
            return badFraming;
        if (target.Value is RequestTarget.AuthorityForm && framing.Value.HasContent)
            return RejectionReason.ContentInConnect;

        return new Request(line, target.Value, fields, framing.Value);
    }
}
