using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ConformanceKit.Wire;

namespace ConformanceKit.Fuzz.Differential;

/// <summary>
/// What a proxy must not forward, because recipients read it in different ways. It judges the bytes alone, with none of the
/// parsers that are under test.
/// </summary>
internal static partial class Ambiguity
{
    /// <summary>Every defect of a request's head, with its clause.</summary>
    public static IEnumerable<string> Of(WireRequest request)
    {
        var head = Encoding.Latin1.GetString(request.RawHead.Span);
        return OfLines(head).Concat(OfFields(request)).Distinct();
    }

    private static IEnumerable<string> OfLines(string head)
    {
        if (BareLineFeed().IsMatch(head))
            yield return "a bare LF ends a line (RFC 9112 §2.2)";
        if (BareCarriageReturn().IsMatch(head))
            yield return "a bare CR in a line (RFC 9112 §2.2)";
        if (head.Contains('\0', StringComparison.Ordinal))
            yield return "a NUL (RFC 9110 §5.5)";
        var lines = head.TrimStart('\r', '\n').Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        if (!RequestLine().IsMatch(lines[0]))
            yield return "a malformed request line (RFC 9112 §3)";
        foreach (var line in lines.Skip(1).Where(line => line.Length > 0))
        {
            if (line[0] is ' ' or '\t')
                yield return "a folded line in a request (RFC 9112 §5.2)";
            else if (SpaceBeforeColon().IsMatch(line))
                yield return "whitespace before a colon (RFC 9112 §5.1)";
            else if (!FieldName().IsMatch(line))
                yield return "a line that has no field name (RFC 9112 §5)";
        }
    }

    private static IEnumerable<string> OfFields(WireRequest request)
    {
        // 1. Where the body ends.
        var lengths = request.Values("Content-Length");
        var codings = request.Values("Transfer-Encoding");
        if (lengths.Count > 0 && codings.Count > 0)
            yield return "Content-Length beside Transfer-Encoding (RFC 9112 §6.2)";
        if (lengths.Count > 1 || lengths.Any(length => !Digits().IsMatch(length)
            || !long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            yield return "Content-Length that is not one number (RFC 9110 §8.6)";
        }

        if (codings.Count > 0 && request.Version == "HTTP/1.0")
            yield return "Transfer-Encoding in HTTP/1.0 (RFC 9112 §6.1)";
        var members = request.Members("Transfer-Encoding");
        if (codings.Count > 0
            && (members.Count == 0 || !members[^1].Equals("chunked", StringComparison.OrdinalIgnoreCase)))
        {
            yield return "a final transfer coding that is not chunked (RFC 9112 §6.3)";
        }

        if (members.SkipLast(1).Contains("chunked", StringComparer.OrdinalIgnoreCase))
            yield return "chunked twice, or not as the last coding (RFC 9112 §6.1)";

        // 2. Where it goes.
        var hosts = request.Values("Host").Count;
        if (hosts > 1 || (hosts == 0 && request.Version != "HTTP/1.0"))
            yield return "not exactly one Host (RFC 9112 §3.2)";
    }

    [GeneratedRegex("(?<!\r)\n")]
    private static partial Regex BareLineFeed();

    [GeneratedRegex("\r(?!\n)")]
    private static partial Regex BareCarriageReturn();

    [GeneratedRegex(@"^[!#$%&'*+.^_`|~0-9A-Za-z-]+ [\x21-\x7e]+ HTTP/1\.[0-9]$")]
    private static partial Regex RequestLine();

    [GeneratedRegex("^[^:]*[ \t]:")]
    private static partial Regex SpaceBeforeColon();

    [GeneratedRegex("^[!#$%&'*+.^_`|~0-9A-Za-z-]+:")]
    private static partial Regex FieldName();

    [GeneratedRegex("^[0-9]+$")]
    private static partial Regex Digits();
}
