namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>The four forms of a request target (RFC 9112 §3.2). The method decides which form is allowed.</summary>
internal abstract record RequestTarget
{
    private const string HttpScheme = "http://";

    private RequestTarget()
    {
    }

    /// <summary><c>origin-form = absolute-path [ "?" query ]</c>: a request to an origin server (RFC 9112 §3.2.1).</summary>
    internal sealed record OriginForm(string PathAndQuery) : RequestTarget;

    /// <summary><c>absolute-form = absolute-URI</c>: a request to a proxy (RFC 9112 §3.2.2).</summary>
    /// <param name="Authority">Where to forward to.</param>
    /// <param name="PathAndQuery">Byte for byte as received; empty, or starting with "/" or "?".</param>
    internal sealed record AbsoluteForm(Authority Authority, string PathAndQuery) : RequestTarget;

    /// <summary><c>authority-form = uri-host ":" port</c>: the target of CONNECT (RFC 9112 §3.2.3).</summary>
    internal sealed record AuthorityForm(Authority Authority) : RequestTarget;

    /// <summary><c>asterisk-form = "*"</c>: OPTIONS for the server as a whole (RFC 9112 §3.2.4).</summary>
    internal sealed record AsteriskForm : RequestTarget;

    /// <summary>
    /// Reads the target of a request with this method. Methods are case-sensitive: <c>connect</c> is not CONNECT.
    /// </summary>
    public static Parsed<RequestTarget> Parse(string method, string target)
    {
        // 1. CONNECT has the authority-form and no other.
        if (method == "CONNECT")
        {
            var authority = Authority.ParseAuthorityForm(target);
            return authority.Rejected is { } reason ? reason : new AuthorityForm(authority.Value);
        }

        // 2. "*" is for OPTIONS only; a path is a request to an origin server. A fragment is never sent.
        if (target == "*")
            return method == "OPTIONS" ? new AsteriskForm() : RejectionReason.InvalidTarget;
        if (target.Contains('#', StringComparison.Ordinal))
            return RejectionReason.InvalidTarget;
        if (target[0] == '/')
            return new OriginForm(target);

        // 3. Everything else is an absolute URI, of which this proxy forwards the http scheme.
        return target.StartsWith(HttpScheme, StringComparison.OrdinalIgnoreCase)
            ? ParseHttp(target.AsSpan(HttpScheme.Length))
            : RejectOther(target);
    }

    private static Parsed<RequestTarget> ParseHttp(ReadOnlySpan<char> afterScheme)
    {
        var end = afterScheme.IndexOfAny('/', '?');
        var authority = Authority.ParseOfUri(end < 0 ? afterScheme : afterScheme[..end], defaultPort: 80);
        return authority.Rejected is { } reason
            ? reason
            : new AbsoluteForm(authority.Value, end < 0 ? "" : afterScheme[end..].ToString());
    }

    private static RejectionReason RejectOther(string target)
    {
        var scheme = target.AsSpan(0, Math.Max(0, target.IndexOf("://", StringComparison.Ordinal)));
        if (!scheme.IsEmpty && char.IsAsciiLetter(scheme[0]) && Token.IsToken(scheme))
            return RejectionReason.UnsupportedScheme;
        return Authority.ParseAuthorityForm(target).Rejected is null
            ? RejectionReason.AuthorityFormWithoutConnect
            : RejectionReason.InvalidTarget;
    }
}
