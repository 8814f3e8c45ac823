using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>
/// The fields of a request that is not malformed (RFC 9113 §8.1.1, §8.2, §8.3). A malformed one must not be forwarded: what is
/// only text in HTTP/2 could become another request in HTTP/1 (§10.3).
/// </summary>
/// <param name="Method"><c>:method</c>.</param>
/// <param name="Scheme"><c>:scheme</c>; empty for CONNECT.</param>
/// <param name="Authority"><c>:authority</c>, or Host if there is none.</param>
/// <param name="Path"><c>:path</c>; empty for CONNECT.</param>
/// <param name="Fields">All other fields.</param>
/// <param name="Length">Content-Length; null if there is none.</param>
internal sealed record RequestFields(
    string Method, string Scheme, string Authority, string Path, FieldSection Fields, long? Length)
{
    private static readonly string[] s_pseudo = [":method", ":scheme", ":authority", ":path"];

    /// <summary>Whether the request is for a tunnel.</summary>
    public bool IsConnect => Method == "CONNECT";

    /// <summary>Checks the fields of a request.</summary>
    /// <param name="section">What HEADERS carried.</param>
    /// <param name="ends">Whether it had END_STREAM.</param>
    public static Parsed<RequestFields> Parse(FieldSection section, bool ends)
    {
        // 1. Pseudo-header fields come first, each of them once; others are not defined (§8.3).
        var pseudo = new Dictionary<string, string>(s_pseudo.Length);
        var count = section.Lines.TakeWhile(line => line.Name.StartsWith(':')).Count();
        foreach (var line in section.Lines.Take(count))
        {
            if (!s_pseudo.Contains(line.Name) || !FieldRules.IsValue(line.Value))
                return line.Name == ":protocol" ? RejectionReason.ExtendedConnect : RejectionReason.InvalidPseudoField;
            if (!pseudo.TryAdd(line.Name, line.Value))
                return RejectionReason.InvalidPseudoField;
        }

        // 2. The other fields.
        var fields = new FieldSection(section.Lines.GetRange(count, section.Lines.Count - count));
        if (FieldRules.Check(fields) is { } malformed)
            return malformed;

        // 3. CONNECT has a target and nothing else; other requests have all of them (§8.3.1, §8.5).
        var method = pseudo.GetValueOrDefault(":method", "");
        var scheme = pseudo.GetValueOrDefault(":scheme", "");
        var path = pseudo.GetValueOrDefault(":path", "");
        if (!Token.IsToken(method))
            return RejectionReason.MissingPseudoField;
        if (method == "CONNECT" && (pseudo.ContainsKey(":scheme") || pseudo.ContainsKey(":path")))
            return RejectionReason.SchemeOrPathInConnect;
        if (method != "CONNECT" && (scheme == "" || path == ""))
            return RejectionReason.MissingPseudoField;
        if (method != "CONNECT" && !IsPath(method, path))
            return RejectionReason.InvalidPath;

        // 4. One authority, and Host says the same, if it is there (§8.3.1).
        var hosts = fields.Values("Host");
        var authority = pseudo.GetValueOrDefault(":authority") ?? (method == "CONNECT" ? "" : hosts.FirstOrDefault(""));
        if (authority == "")
            return RejectionReason.MissingAuthority;
        if (hosts.Count > 1 || (hosts.Count == 1 && Differs(authority, hosts[0])))
            return RejectionReason.HostDiffers;

        // 5. What Content-Length says is what arrives (§8.1.1).
        var length = ContentLength.Parse(fields);
        if (length.Rejected is not null || (ends && length.Value > 0))
            return RejectionReason.ContentLengthDiffers;
        return new RequestFields(method, scheme, authority, path, fields, length.Value);
    }

    // "*" is for OPTIONS only; a path has the characters of a URI, without a fragment (RFC 3986 §3.3, §3.4).
    private static bool IsPath(string method, string path) =>
        path == "*" ? method == "OPTIONS" : path[0] == '/' && RequestLine.IsTarget(path) && !path.Contains('#');

    private static bool Differs(string authority, string host)
    {
        if (host.Equals(authority, StringComparison.OrdinalIgnoreCase))
            return false;
        var named = Http.Authority.ParseOfUri(authority, defaultPort: 80);
        if (named.Rejected is not null)
            return true;
        var repeated = Http.Authority.ParseOfUri(host, named.Value.Port);
        return repeated.Rejected is not null || repeated.Value.Port != named.Value.Port
            || !repeated.Value.Host.Equals(named.Value.Host, StringComparison.OrdinalIgnoreCase);
    }
}
