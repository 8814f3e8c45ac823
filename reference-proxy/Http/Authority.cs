using System.Globalization;

namespace ConformanceKit.ReferenceProxy.Http;

/// <summary><c>authority = [ userinfo "@" ] host [ ":" port ]</c> (RFC 3986 §3.2); userinfo is always rejected here.</summary>
/// <param name="Text">As received; the Host field is regenerated from it.</param>
/// <param name="Host">A name, an IPv4 address or an IPv6 address to connect to, without brackets or percent-encoding.</param>
/// <param name="Port">1 to 65535.</param>
internal sealed record Authority(string Text, string Host, int Port)
{
    /// <summary><c>authority-form = uri-host ":" port</c>, the target of CONNECT; no default port (RFC 9112 §3.2.3).</summary>
    public static Parsed<Authority> ParseAuthorityForm(ReadOnlySpan<char> text) => Parse(text, defaultPort: null);

    /// <summary>The authority of an http URI, whose port may be missing or empty (RFC 9110 §4.2.1).</summary>
    public static Parsed<Authority> ParseOfUri(ReadOnlySpan<char> text, int defaultPort) => Parse(text, defaultPort);

    /// <summary>Why the text is not the authority of an http URI, or null if it is, even if nothing can connect to it.</summary>
    public static RejectionReason? CheckOfUri(ReadOnlySpan<char> text) => Split(text, defaultPort: 80, out _, out _);

    private static Parsed<Authority> Parse(ReadOnlySpan<char> text, int? defaultPort)
    {
        if (Split(text, defaultPort, out var host, out var port) is { } wrong)
            return wrong;
        return UriHost.ToConnectTo(host) is { } name ? new Authority(text.ToString(), name, port) : RejectionReason.InvalidHost;
    }

    private static RejectionReason? Split(ReadOnlySpan<char> text, int? defaultPort, out ReadOnlySpan<char> host, out int port)
    {
        host = default;
        port = defaultPort ?? 0;

        // 1. No userinfo.
        if (text.Contains('@'))
            return RejectionReason.UserinfoInTarget;

        // 2. An IPv6 address without brackets, whose last group could be taken for a port.
        var bracketed = text.StartsWith('[');
        if (!bracketed && UriHost.LooksLikeIpv6(text))
            return RejectionReason.UnbracketedIpv6;

        // 3. The host ends at its closing bracket or at the first colon.
        var end = bracketed ? text.IndexOf(']') + 1 : text.IndexOf(':');
        if (bracketed && end == 0)
            return RejectionReason.InvalidHost;
        host = end < 0 ? text : text[..end];
        var rest = end < 0 ? [] : text[end..];
        if (host.IsEmpty)
            return RejectionReason.EmptyHost;
        if (!UriHost.IsValid(host))
            return RejectionReason.InvalidHost;

        // 4. After it comes nothing, or a colon and digits.
        if (rest is not ([] or [':', ..]))
            return RejectionReason.InvalidHost;
        if (rest.Length <= 1)
            return defaultPort is not null ? null : rest.IsEmpty ? RejectionReason.MissingPort : RejectionReason.EmptyPort;
        var digits = rest[1..];
        if (digits.ContainsAnyExceptInRange('0', '9'))
            return RejectionReason.InvalidPort;

        // 5. A number that does not fit is out of range; it never wraps.
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535
            ? null
            : RejectionReason.PortOutOfRange;
    }
}
