using System.Text;
using ConformanceKit.Model;

namespace ConformanceKit.Wire;

/// <summary>One field line of a head or trailer section, as it was on the wire.</summary>
/// <param name="Name">
/// Everything before the colon, including whitespace that does not belong there; empty if there is no colon.
/// </param>
/// <param name="Value">The value without surrounding whitespace; the lines of a folded value are joined by one space.</param>
/// <param name="Raw">The line's bytes without its last line end; a folded value keeps its inner line ends.</param>
public sealed record FieldLine(string Name, string Value, ReadOnlyMemory<byte> Raw)
{
    /// <summary>Whether the value is folded over several lines (obs-fold, RFC 9112 §5.2).</summary>
    public bool IsFolded => Raw.Span.Contains((byte)'\n');

    /// <summary>Where it was read; null if it was not, or if its head was put together from several places.</summary>
    internal BytesMark? Place { get; init; }

    /// <summary>The line, escaped for people to read.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => ByteText.Escape(Raw.Span);

    /// <summary>Whether this is the named field. Whitespace before the colon does not hide a field.</summary>
    internal bool Is(string name) => Name.TrimWhitespace().Equals(name, StringComparison.OrdinalIgnoreCase);

    internal static FieldLine Parse(ReadOnlySpan<byte> raw, BytesMark? place = null)
    {
        var colon = raw.IndexOf((byte)':');
        var text = Encoding.Latin1.GetString(raw);
        return colon < 0
            ? new("", text.TrimWhitespace(), raw.ToArray()) { Place = place }
            : new(text[..colon], text[(colon + 1)..].TrimWhitespace(), raw.ToArray()) { Place = place };
    }

    /// <summary>Reads a field from its lines: the first, and those that continue its value (obs-fold).</summary>
    /// <param name="head">The head.</param>
    /// <param name="lines">Where in it the lines are.</param>
    /// <param name="place">Where all of them were read, or null.</param>
    internal static FieldLine Parse(ReadOnlySpan<byte> head, IReadOnlyList<Range> lines, BytesMark? place)
    {
        var first = Parse(head[lines[0]], place);
        if (lines.Count == 1)
            return first;

        // There may be very many, so they are joined once.
        var parts = new List<string>(lines.Count) { first.Value };
        foreach (var line in lines.Skip(1))
            parts.Add(Encoding.Latin1.GetString(head[line]).TrimWhitespace());
        return first with
        {
            Value = string.Join(' ', parts.Where(part => part.Length > 0)),
            Raw = head[lines[0].Start..lines[^1].End].ToArray(),
        };
    }
}
