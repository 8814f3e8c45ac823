using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ConformanceKit.ReferenceProxy.Http;

/// <summary><c>authority = [ userinfo "@" ] host [ ":" port ]</c> (RFC 3986 §3.2); userinfo is always rejected here.</summary>
/// <param name="Text">As it was received, which is what the Host field is regenerated from.</param>
/// <param name="Host">A name, an IPv4 address or an IPv6 address, without brackets.</param>
/// <param name="Port">1 to 65535.</param>
internal sealed record Authority(string Text, string Host, int Port)
{
    private const int LongestHost = 253;

    // unreserved and sub-delims. A percent-encoded host has no meaning to a resolver, so it is not accepted either.
    private static readonly SearchValues<char> s_regName = SearchValues.Create(
        "-._~!$&'()*+,;=0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly SearchValues<char> s_ipv6 = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary><c>authority-form = uri-host ":" port</c>, the target of CONNECT; no default port (RFC 9112 §3.2.3).</summary>
    public static Parsed<Authority> ParseAuthorityForm(ReadOnlySpan<char> text) => Parse(text, defaultPort: null);

    /// <summary>The authority of an http URI, whose port may be missing or empty (RFC 9110 §4.2.1).</summary>
    public static Parsed<Authority> ParseOfUri(ReadOnlySpan<char> text, int defaultPort) => Parse(text, defaultPort);

    private static Parsed<Authority> Parse(ReadOnlySpan<char> text, int? defaultPort)
    {
        // 1. No userinfo.
        if (text.Contains('@'))
            return RejectionReason.UserinfoInTarget;

        // 2. An IPv6 address without brackets, whose last group could be taken for a port.
        var bracketed = text.StartsWith('[');
        if (!bracketed && text.Count(':') > 1 && !text.ContainsAnyExcept(s_ipv6))
            return RejectionReason.UnbracketedIpv6;

        // 3. The host ends at its closing bracket or at the first colon.
        var end = bracketed ? text.IndexOf(']') + 1 : text.IndexOf(':');
        if (bracketed && end == 0)
            return RejectionReason.InvalidHost;
        var host = end < 0 ? text : text[..end];
        var rest = end < 0 ? [] : text[end..];
        if (CheckHost(host, bracketed) is { } invalid)
            return invalid;

        // 4. What follows is nothing, or a colon and digits.
        if (rest.Length == 0)
            return defaultPort is { } port ? Make(text, host, port) : RejectionReason.MissingPort;
        if (rest[0] != ':')
            return RejectionReason.InvalidHost;
        var digits = rest[1..];
        if (digits.Length == 0)
            return defaultPort is { } port ? Make(text, host, port) : RejectionReason.EmptyPort;
        if (digits.ContainsAnyExceptInRange('0', '9'))
            return RejectionReason.InvalidPort;

        // 5. A number that does not fit is out of range; it never wraps.
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 65535
            ? Make(text, host, number)
            : RejectionReason.PortOutOfRange;
    }

    private static Authority Make(ReadOnlySpan<char> text, ReadOnlySpan<char> host, int port) =>
        new(text.ToString(), host.Trim("[]").ToString(), port);

    private static RejectionReason? CheckHost(ReadOnlySpan<char> host, bool bracketed)
    {
        if (host.Length is 0)
            return RejectionReason.EmptyHost;
        if (host.Length > LongestHost)
            return RejectionReason.InvalidHost;
        if (!bracketed)
            return host.ContainsAnyExcept(s_regName) ? RejectionReason.InvalidHost : null;

        var literal = host[1..^1];
        return !literal.ContainsAnyExcept(s_ipv6) && IPAddress.TryParse(literal, out var address)
            && address.AddressFamily == AddressFamily.InterNetworkV6 ? null : RejectionReason.InvalidHost;
    }
}
