using System.Buffers;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>What HTTP/2 allows in field names and values (RFC 9113 §8.2).</summary>
internal static class FieldRules
{
    private static readonly SearchValues<char> s_upperCase = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    // No CR, LF and NUL (§8.2.1), and none of the other control characters either, which HTTP/1 does not allow (RFC 9110 §5.5).
    private static readonly SearchValues<char> s_control = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Append(0x7f).Where(c => c != '\t').Select(c => (char)c)]);

    // Each of them concerns one HTTP/1 connection (§8.2.2).
    private static readonly HashSet<string> s_connectionSpecific =
        ["connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade"];

    /// <summary>Why these fields are malformed, or null. None of them may be a pseudo-header field.</summary>
    public static RejectionReason? Check(FieldSection fields)
    {
        foreach (var line in fields.Lines)
        {
            if (line.Name.StartsWith(':'))
                return RejectionReason.InvalidPseudoField;
            if (!Token.IsToken(line.Name) || line.Name.AsSpan().ContainsAny(s_upperCase))
                return RejectionReason.InvalidFieldName;
            if (!IsValue(line.Value))
                return RejectionReason.InvalidFieldValue;
            if (s_connectionSpecific.Contains(line.Name) || (line.Name == "te" && line.Value != "trailers"))
                return RejectionReason.ConnectionSpecificField;
        }

        return null;
    }

    /// <summary>Whether this is a value: no control characters, and no whitespace around it (§8.2.1).</summary>
    public static bool IsValue(string value) =>
        !value.AsSpan().ContainsAny(s_control) && OptionalWhitespace.Trim(value.AsSpan()).Length == value.Length;
}
