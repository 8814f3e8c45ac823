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
    /// <param name="bytes">What has arrived so far.</param>
    /// <param name="known">How many an earlier call found.</param>
    public static int LeadingEmptyLines(ReadOnlySpan<byte> bytes, int known = 0)
    {
        var length = known;
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
        // 1. The start line.
        var head = raw[from..];
        var place = Provenance.Of(head);
        var lines = Lines(head);
        if (lines.Count == 0)
            return new(raw, "", []);
        var startLine = head.Span[lines[0]];

        // 2. The fields, each with the lines that continue it.
        var fields = new List<FieldLine>();
        for (var at = 1; at < lines.Count && !head.Span[lines[at]].IsEmpty;)
        {
            var first = at++;
            while (at < lines.Count && head.Span[lines[at]] is [(byte)' ' or (byte)'\t', ..])
                at++;
            var (start, end) = (lines[first].Start.Value, lines[at - 1].End.Value);
            fields.Add(FieldLine.Parse(head.Span, lines[first..at], place?.Slice(start, end - start)));
        }

        return new(raw, Encoding.Latin1.GetString(startLine), fields) { StartLinePlace = place?.Slice(0, startLine.Length) };
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
