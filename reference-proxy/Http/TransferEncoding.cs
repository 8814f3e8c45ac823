namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>The transfer codings of a request (RFC 9112 §6.1). This proxy knows chunked, once and last.</summary>
internal static class TransferEncoding
{
    // Codings that exist but are not implemented here: as the final coding they leave the length unknown, which gets 400.
    private static readonly HashSet<string> s_registered =
        new(["gzip", "x-gzip", "deflate", "compress", "x-compress"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Why these codings cannot be read, or null when they are exactly chunked.</summary>
    public static RejectionReason? Check(FieldSection fields)
    {
        var codings = fields.Members("Transfer-Encoding");
        var chunked = codings.FindIndex(c => c.Equals("chunked", StringComparison.OrdinalIgnoreCase));

        // 1. chunked not last, or twice, or something that is not a coding at all: the length cannot be known (§6.3, item 4).
        if (codings.Count == 0 || (chunked >= 0 && chunked != codings.Count - 1) || !codings.TrueForAll(IsCoding))
            return RejectionReason.ChunkedIsNotFinal;

        // 2. Without chunked: a known coding leaves the length open, an unknown one is not implemented (§6.1).
        if (chunked < 0)
            return s_registered.Contains(codings[^1]) ? RejectionReason.ChunkedIsNotFinal : RejectionReason.UnknownTransferCoding;

        // 3. chunked alone is understood; anything before it is not.
        return codings.Count == 1 ? null : RejectionReason.UnknownTransferCoding;
    }

    /// <summary>
    /// <c>transfer-coding = token *( OWS ";" OWS transfer-parameter )</c> (RFC 9110 §10.1.4), as far as the name goes.
    /// </summary>
    private static bool IsCoding(string member)
    {
        var end = member.AsSpan().IndexOfAny(" \t;");
        return Token.IsToken(end < 0 ? member : member.AsSpan(0, end));
    }
}
