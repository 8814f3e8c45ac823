using ConformanceKit.Wire;

namespace ConformanceKit.Reporting;

/// <summary>Bytes line by line, for people.</summary>
internal static class ByteLines
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

    /// <summary>The bytes line by line, each escaped and with its line end; long lines are broken.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="width">The longest line, in characters.</param>
    public static IEnumerable<string> Of(byte[] bytes, int width)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', at);
            var next = end < 0 ? bytes.Length : end + 1;
            foreach (var piece in ByteText.Escape(bytes.AsSpan(at..next), int.MaxValue).Chunk(width)) yield return new string(piece);
            at = next;
        }
    }
}
