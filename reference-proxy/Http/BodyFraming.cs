namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>What marks the end of a body.</summary>
internal enum BodyDelimiter
{
    /// <summary>There is no body.</summary>
    NoBody,

    /// <summary>A number of bytes, from Content-Length.</summary>
    Length,

    /// <summary>The last chunk.</summary>
    Chunked,

    /// <summary>The end of the connection, for responses; in HTTP/2 that of the stream, for requests too.</summary>
    Close,
}

/// <summary>The length of a message body (RFC 9112 §6.3); the items named below are those of that section's list.</summary>
internal readonly record struct BodyFraming(BodyDelimiter Delimiter, long Length = 0)
{
    /// <summary>Whether bytes of content follow the head.</summary>
    public bool HasContent => Delimiter != BodyDelimiter.NoBody && this != new BodyFraming(BodyDelimiter.Length, 0);

    /// <summary>The body of a request.</summary>
    public static Parsed<BodyFraming> OfRequest(HttpVersion version, FieldSection fields)
    {
        var length = ContentLength.Parse(fields);

        // Items 3 and 4. Both fields at once is a smuggling attempt or a bug: rejected rather than repaired (§6.1).
        if (fields.Has("Transfer-Encoding"))
        {
            if (!version.IsAtLeast11)
                return RejectionReason.TransferEncodingInHttp10;
            if (fields.Has("Content-Length"))
                return RejectionReason.TransferEncodingAndContentLength;
            return TransferEncoding.Check(fields) is { } reason ? reason : new BodyFraming(BodyDelimiter.Chunked);
        }

        // Items 5, 6 and 7.
        if (length.Rejected is { } invalid)
            return invalid;
        return length.Value is { } bytes ? new BodyFraming(BodyDelimiter.Length, bytes) : new BodyFraming(BodyDelimiter.NoBody);
    }

    /// <summary>The body of a response to a request with the given method.</summary>
    public static Parsed<BodyFraming> OfResponse(string method, StatusLine line, FieldSection fields)
    {
        var length = ContentLength.Parse(fields);
        var coded = fields.Has("Transfer-Encoding");
        if (length.Rejected is not null && !coded)
            return RejectionReason.InvalidResponse;

        // Item 1: these never have a body, whatever their fields say.
        if (method == "HEAD" || line.Status is < 200 or 204 or 304)
            return new BodyFraming(BodyDelimiter.NoBody);

        // Items 3 and 4: Transfer-Encoding overrides Content-Length, and chunked is the only coding that can be decoded here.
        if (coded)
        {
            return line.Version.IsAtLeast11 && TransferEncoding.Check(fields) is null
                ? new BodyFraming(BodyDelimiter.Chunked)
                : RejectionReason.UnsupportedResponseCoding;
        }

        // Items 6 and 8.
        return length.Value is { } bytes ? new BodyFraming(BodyDelimiter.Length, bytes) : new BodyFraming(BodyDelimiter.Close);
    }
}
