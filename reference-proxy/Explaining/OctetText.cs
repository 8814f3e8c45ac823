using System.Globalization;
using System.Text;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>
/// Octets as text that people read: what doesn't print is escaped, so that nothing an octet says can act on the reader's side.
/// </summary>
public static class OctetText
{
    /// <summary>
    /// Writes octets as ASCII with <c>\r</c>, <c>\n</c>, <c>\t</c>, <c>\\</c> and <c>\xNN</c> for everything that doesn't print.
    /// </summary>
    /// <param name="octets">The octets.</param>
    /// <returns>One line of text.</returns>
    public static string Escape(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder(octets.Length + 16);
        foreach (var octet in octets)
            text.Append(Escape(octet));
        return text.ToString();
    }

    /// <summary>
    /// The octets line by line, each escaped and with its line end; long lines are broken, never inside an escape.
    /// </summary>
    /// <param name="octets">The octets.</param>
    /// <param name="width">The longest line, in characters; at least 4.</param>
    public static IEnumerable<string> Lines(ReadOnlyMemory<byte> octets, int width)
    {
        var line = new StringBuilder(width);
        for (var at = 0; at < octets.Length; at++)
        {
            var shown = Escape(octets.Span[at]);
            if (line.Length + shown.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(shown);
            if (octets.Span[at] != '\n')
                continue;
            yield return line.ToString();
            line.Clear();
        }

        if (line.Length > 0)
            yield return line.ToString();
    }

    /// <summary>Whether a reader can make something of it: three octets in four print, or are white space.</summary>
    /// <param name="octets">The octets.</param>
    public static bool IsMainlyText(ReadOnlySpan<byte> octets)
    {
        var readable = 0;
        foreach (var octet in octets)
            readable += octet is (>= 0x20 and < 0x7F) or (byte)'\r' or (byte)'\n' or (byte)'\t' ? 1 : 0;
        return readable * 4L >= octets.Length * 3L;
    }

    private static string Escape(byte octet) => octet switch
    {
        (byte)'\r' => "\\r",
        (byte)'\n' => "\\n",
        (byte)'\t' => "\\t",
        (byte)'\\' => "\\\\",
        >= 0x20 and < 0x7F => char.ToString((char)octet),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\x{octet:X2}"),
    };
}
