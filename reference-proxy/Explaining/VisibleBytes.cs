using System.Globalization;
using System.Text;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>
/// Bytes as readable text: what does not print is escaped, so that no byte can act on the terminal or page that shows it.
/// </summary>
public static class VisibleBytes
{
    private static readonly string[] s_escaped = [.. Enumerable.Range(0, 256).Select(b => Escaped((byte)b))];

    /// <summary>
    /// Writes bytes as ASCII, with <c>\r</c>, <c>\n</c>, <c>\t</c>, <c>\\</c>, and <c>\xNN</c> for all others that do not print.
    /// </summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>One line of text.</returns>
    public static string Escape(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length + 16);
        foreach (var b in bytes)
            text.Append(Escape(b));
        return text.ToString();
    }

    /// <summary>
    /// The bytes line by line, each escaped and with its line end; long lines are broken, never inside an escape.
    /// </summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="width">The longest line, in characters; at least 4.</param>
    public static IEnumerable<string> Lines(ReadOnlyMemory<byte> bytes, int width)
    {
        var line = new StringBuilder(width);
        for (var at = 0; at < bytes.Length;)
        {
            at += Line(bytes.Span[at..], width, line);
            yield return line.ToString();
            line.Clear();
        }
    }

    /// <summary>The same lines, each with a line to put under it: <c>^</c> below marked bytes, empty where there are none.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="width">The longest line, in characters; at least 4.</param>
    /// <param name="marked">The marked parts, by place in the bytes.</param>
    public static IEnumerable<(string Text, string Under)> Lines(
        ReadOnlyMemory<byte> bytes, int width, IReadOnlyList<Range> marked)
    {
        ArgumentNullException.ThrowIfNull(marked);
        var (line, under) = (new StringBuilder(width), new StringBuilder(width));
        for (var at = 0; at < bytes.Length;)
        {
            var end = at + Line(bytes.Span[at..], width, line);
            for (; at < end; at++)
                under.Append(IsIn(marked, at) ? '^' : ' ', Escape(bytes.Span[at]).Length);
            yield return (line.ToString(), under.ToString().TrimEnd(' '));
            line.Clear();
            under.Clear();
        }
    }

    /// <summary>Whether the bytes are readable: at least three in four print or are whitespace.</summary>
    /// <param name="bytes">The bytes.</param>
    public static bool IsMainlyText(ReadOnlySpan<byte> bytes)
    {
        var readable = 0;
        foreach (var b in bytes)
            readable += b is (>= 0x20 and < 0x7F) or (byte)'\r' or (byte)'\n' or (byte)'\t' ? 1 : 0;
        return readable * 4L >= bytes.Length * 3L;
    }

    private static bool IsIn(IReadOnlyList<Range> parts, int at) =>
        parts.Any(part => at >= part.Start.Value && at < part.End.Value);

    // How many bytes the line has.
    private static int Line(ReadOnlySpan<byte> bytes, int width, StringBuilder line)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            var shown = Escape(bytes[at]);
            if (line.Length + shown.Length > width)
                return at;
            line.Append(shown);
            if (bytes[at] == '\n')
                return at + 1;
        }
        return bytes.Length;
    }

    private static string Escape(byte b) => s_escaped[b];

    private static string Escaped(byte b) => b switch
    {
        (byte)'\r' => "\\r",
        (byte)'\n' => "\\n",
        (byte)'\t' => "\\t",
        (byte)'\\' => "\\\\",
        >= 0x20 and < 0x7F => char.ToString((char)b),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\x{b:X2}"),
    };
}
