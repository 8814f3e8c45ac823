namespace ConformanceKit.Evidence;

/// <summary>Bytes as reports store them.</summary>
internal static class ByteLines
{
    /// <summary>Whether the bytes are plain text: printable ASCII, CR, LF and TAB.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            if (b is not (>= 0x20 and < 0x7F or (byte)'\r' or (byte)'\n' or (byte)'\t'))
                return false;
        }
        return true;
    }
}
