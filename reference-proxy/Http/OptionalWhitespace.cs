namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>
/// <c>OWS = *( SP / HTAB )</c>, and nothing else (RFC 9110 §5.6.3). .NET's own <c>Trim()</c> also removes 0x85 and 0xA0, and a
/// length or a coding that only one of two recipients can read lets requests be smuggled. So BannedSymbols.txt bans it.
/// </summary>
internal static class OptionalWhitespace
{
    private const string Characters = " \t";

    /// <summary>The bytes without the whitespace around them.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> bytes) => bytes.Trim(" \t"u8);

    /// <summary>The text without the whitespace around it.</summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text) => text.Trim(Characters);

    /// <summary>The bytes without the whitespace before them.</summary>
    public static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> bytes) => bytes.TrimStart(" \t"u8);

    /// <summary>The text without the whitespace before it.</summary>
    public static ReadOnlySpan<char> TrimStart(ReadOnlySpan<char> text) => text.TrimStart(Characters);

    /// <summary>The bytes without the whitespace after them.</summary>
    public static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> bytes) => bytes.TrimEnd(" \t"u8);

    /// <summary>Whether the byte is SP or HTAB.</summary>
    public static bool Is(byte one) => one is (byte)' ' or (byte)'\t';
}
