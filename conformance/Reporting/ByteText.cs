using System.Text;

namespace ConformanceKit.Reporting;

/// <summary>Bytes as text for people and for reports.</summary>
internal static class ByteText
{
    /// <summary>Whether the bytes are plain text: printable ASCII, CR, LF and TAB.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> bytes)
    {
        foreach (var octet in bytes)
        {
            if (octet is not (>= 0x20 and < 0x7F or (byte)'\r' or (byte)'\n' or (byte)'\t')) return false;
        }
        return true;
    }

    /// <summary>The bytes on one line, everything that isn't printable ASCII escaped.</summary>
    public static string Escaped(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var octet in bytes)
        {
            _ = octet switch
            {
                (byte)'\r' => text.Append("\\r"),
                (byte)'\n' => text.Append("\\n"),
                (byte)'\t' => text.Append("\\t"),
                >= 0x20 and < 0x7F => text.Append((char)octet),
                _ => text.Append($"\\x{octet:X2}"),
            };
        }
        return text.ToString();
    }

    /// <summary>The bytes line by line, each escaped and with its line end; long lines are broken.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="width">The longest line, in characters.</param>
    public static IEnumerable<string> Lines(byte[] bytes, int width)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', at);
            var next = end < 0 ? bytes.Length : end + 1;
            foreach (var piece in Escaped(bytes.AsSpan(at..next)).Chunk(width)) yield return new string(piece);
            at = next;
        }
    }
}
