using System.Text;

namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>
/// <c>field-line = field-name ":" OWS field-value OWS</c> (RFC 9112 §5). Text is kept as Latin-1, one character per byte, so that
/// an unknown field leaves exactly as it came.
/// </summary>
internal readonly record struct FieldLine(string Name, string Value)
{
    /// <summary>Reads one line, without its CRLF.</summary>
    /// <param name="line">The bytes of the line.</param>
    /// <param name="isRequest">
    /// Whitespace before the colon is rejected in a request and removed from a response (RFC 9112 §5.1).
    /// </param>
    public static Parsed<FieldLine> Parse(ReadOnlySpan<byte> line, bool isRequest)
    {
        var colon = line.IndexOf((byte)':');
        if (colon < 0)
            return RejectionReason.InvalidFieldLine;

        var name = line[..colon];
        var trimmed = OptionalWhitespace.TrimEnd(name);
        if (isRequest && trimmed.Length != name.Length)
            return RejectionReason.WhitespaceBeforeColon;
        if (!Token.IsToken(trimmed))
            return RejectionReason.InvalidFieldLine;

        return new FieldLine(
            KnownText.Of(trimmed),
            Encoding.Latin1.GetString(OptionalWhitespace.Trim(line[(colon + 1)..])));
    }

    /// <summary>Whether this line has that field name; names are case-insensitive (RFC 9110 §5.1).</summary>
    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
