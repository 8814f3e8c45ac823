using System.Text;
using ConformanceKit.Model;

namespace ConformanceKit.Wire;

/// <summary>
/// The head of a message, split into lines (RFC 9112 §2.1). A bare LF also ends a line, so that the output of a careless proxy
/// can be examined; <see cref="Raw"/> shows which of the two it was.
/// </summary>
internal sealed record MessageHead(ReadOnlyMemory<byte> Raw, string StartLine, IReadOnlyList<FieldLine> Fields)
{
    /// <summary>Where the start line was read; null if it was not, or if the head was put together from several places.</summary>
    public BytesMark? StartLinePlace { get; private init; }

    /// <summary>Finds the end of a head.</summary>
    /// <param name="bytes">What has arrived so far.</param>
    /// <param name="scanned">How far an earlier call got; advanced.</param>
    /// <returns>The head's length including its empty line, or -1 while it is incomplete.</returns>
    public static int FindEnd(ReadOnlySpan<byte> bytes, ref int scanned)
    {
        while (true)
        {
            var found = bytes[scanned..].IndexOf((byte)'\n');
            if (found < 0)
            {
                scanned = bytes.Length;
                return -1;
            }

            var end = scanned + found;
            if (IsBlankLine(bytes[..end]))
                return end + 1;
            scanned = end + 1;
        }
    }

    /// <summary>How many bytes of empty lines precede the start line.</summary>
    public static int LeadingEmptyLines(ReadOnlySpan<byte> bytes)
    {
        var length = 0;
        while (true)
        {
            if (bytes[length..].StartsWith("\r\n"u8))
                length += 2;
            else if (bytes[length..].StartsWith("\n"u8))
                length++;
            else
                return length;
        }
    }

    /// <summary>Splits a complete head into its lines.</summary>
    public static MessageHead Parse(ReadOnlyMemory<byte> raw, int from = 0)
    {
        var fields = new List<FieldLine>();
        var head = raw[from..];
        var place = Provenance.Of(head);
        string? startLine = null;
        BytesMark? startLinePlace = null;
        foreach (var range in Lines(head))
        {
            var line = head.Span[range];
            var linePlace = place?.Slice(range.Start.Value, line.Length);
            if (startLine is null)
                (startLine, startLinePlace) = (Encoding.Latin1.GetString(line), linePlace);
            else if (line.IsEmpty)
                break;
            else if (line[0] is (byte)' ' or (byte)'\t' && fields.Count > 0)
                fields[^1] = fields[^1].Continue(line, linePlace);
            else
                fields.Add(FieldLine.Parse(line, linePlace));
        }

        return new(raw, startLine ?? "", fields) { StartLinePlace = startLinePlace };
    }

    private static bool IsBlankLine(ReadOnlySpan<byte> beforeLineFeed)
    {
        var line = beforeLineFeed.EndsWith("\r"u8) ? beforeLineFeed[..^1] : beforeLineFeed;
        return line.IsEmpty || line[^1] == (byte)'\n';
    }

    private static List<Range> Lines(ReadOnlyMemory<byte> bytes)
    {
        var lines = new List<Range>();
        for (var start = 0; start < bytes.Length;)
        {
            var length = bytes.Span[start..].IndexOf((byte)'\n');
            var next = length < 0 ? bytes.Length : start + length + 1;
            var end = length < 0 ? bytes.Length : start + length;
            lines.Add(start..(end > start && bytes.Span[end - 1] == (byte)'\r' ? end - 1 : end));
            start = next;
        }

        return lines;
    }
}
