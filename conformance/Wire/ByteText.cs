using System.Globalization;
using System.Text;
using ConformanceKit.ReferenceProxy.Explaining;

namespace ConformanceKit.Wire;

/// <summary>Bytes as readable text for messages and reports.</summary>
public static class ByteText
{
    /// <summary>How many bytes a message shows by default.</summary>
    public const int DefaultMax = 200;

    /// <summary>
    /// Writes bytes as ASCII with <c>\r</c>, <c>\n</c>, <c>\t</c>, <c>\\</c> and <c>\xNN</c> for everything unprintable.
    /// </summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="max">How many bytes to show; what is left out is reported as <c>… (N more bytes)</c>.</param>
    /// <returns>One line of text.</returns>
    public static string Escape(ReadOnlySpan<byte> bytes, int max = DefaultMax)
    {
        var text = VisibleBytes.Escape(bytes[..Math.Min(bytes.Length, max)]);
        return bytes.Length > max
            ? string.Create(CultureInfo.InvariantCulture, $"{text}… ({bytes.Length - max} more bytes)")
            : text;
    }

    /// <summary>The same for text in which each character is one byte (ISO 8859-1).</summary>
    /// <param name="latin1">The text.</param>
    /// <param name="max">How many bytes to show.</param>
    /// <returns>One line of text.</returns>
    public static string Escape(string latin1, int max = DefaultMax) => Escape(Encoding.Latin1.GetBytes(latin1), max);
}
