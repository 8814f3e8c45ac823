using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ConformanceKit.ReferenceProxy.Http;

/// <summary><c>host = IP-literal / IPv4address / reg-name</c> (RFC 3986 §3.2.2).</summary>
internal static class UriHost
{
    private const int Longest = 253;
    private const string UnreservedAndSubDelims =
        "-._~!$&'()*+,;=0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> s_name = SearchValues.Create(UnreservedAndSubDelims);
    private static readonly SearchValues<char> s_future = SearchValues.Create(UnreservedAndSubDelims + ":");
    private static readonly SearchValues<char> s_hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly SearchValues<char> s_ipv6 = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>Whether this could be an IPv6 address without its brackets.</summary>
    public static bool LooksLikeIpv6(ReadOnlySpan<char> text) => text.Count(':') > 1 && !text.ContainsAnyExcept(s_ipv6);

    /// <summary>Whether this is a host by the grammar, whether or not anything can connect to it.</summary>
    public static bool IsValid(ReadOnlySpan<char> host) =>
        host is ['[', .. var literal, ']'] ? IsIpv6(literal) || IsFuture(literal) : Decoded(host) is not null;

    /// <summary>
    /// The name or address to connect to: an IPv6 address without its brackets, or a name in which needless percent-encoding is
    /// decoded (RFC 3986 §6.2.2.2), so that every rule sees the name that is resolved. Null if nothing can connect to it: what is
    /// still encoded means nothing to a resolver, and there is no IP version "v1".
    /// </summary>
    public static string? ToConnectTo(ReadOnlySpan<char> host)
    {
        if (host is ['[', .. var literal, ']'])
            return IsIpv6(literal) ? literal.ToString() : null;
        return Decoded(host) is { } name && !name.AsSpan().ContainsAnyExcept(s_name) ? name : null;
    }

    private static bool IsIpv6(ReadOnlySpan<char> literal) =>
        !literal.ContainsAnyExcept(s_ipv6) && IPAddress.TryParse(literal, out var address)
        && address.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary><c>IPvFuture = "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )</c></summary>
    private static bool IsFuture(ReadOnlySpan<char> literal)
    {
        if (literal is not ['v' or 'V', .. var rest] || rest.IndexOf('.') is not (> 0 and var dot))
            return false;
        var address = rest[(dot + 1)..];
        return !rest[..dot].ContainsAnyExcept(s_hexadecimal) && !address.IsEmpty && !address.ContainsAnyExcept(s_future);
    }

    /// <summary><c>reg-name = *( unreserved / pct-encoded / sub-delims )</c>, decoded; null if the host is not one.</summary>
    private static string? Decoded(ReadOnlySpan<char> host)
    {
        // 1. Nearly every name has nothing to decode.
        if (!host.ContainsAnyExcept(s_name))
            return host.Length is > 0 and <= Longest ? host.ToString() : null;

        // 2. Some names have percent-encoded bytes.
        var name = new StringBuilder(host.Length);
        while (!host.IsEmpty)
        {
            var encoded = host[0] == '%';
            if (encoded && host.Length > 2
                && byte.TryParse(host[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                name.Append((char)value);
            }
            else if (!encoded && s_name.Contains(host[0]))
            {
                name.Append(host[0]);
            }
            else
            {
                return null;
            }

            host = host[(encoded ? 3 : 1)..];
        }

        return name.Length <= Longest ? name.ToString() : null;
    }
}
