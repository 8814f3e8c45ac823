namespace ConformanceKit.Wire.Http2;

/// <summary>
/// The Huffman code of HPACK (RFC 7541 §5.2, Appendix B). It is canonical: codes of the same length follow one another in the
/// order of their symbols, and the shorter ones come first. So the lengths say it all.
/// </summary>
internal static class HpackHuffman
{
    private const int EndOfString = 256;
    private const int LongestPadding = 7;

    // The lengths of the codes of the 256 bytes, and of the end of the string.
    private static readonly byte[] s_lengths =
    [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28,
        28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6,
        5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
        7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5,
        6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23,
        24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23,
        21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25,
        19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23,
        26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
        30,
    ];

    private static readonly uint[] s_codes = Codes();

    private static readonly Dictionary<(int Length, uint Code), int> s_symbols =
        Enumerable.Range(0, s_lengths.Length).ToDictionary(symbol => ((int)s_lengths[symbol], s_codes[symbol]));

    /// <summary>The code of a symbol, for those who want to compare it with the appendix.</summary>
    /// <param name="symbol">A byte, or 256 for the end of the string.</param>
    public static (uint Code, int Length) CodeOf(int symbol) => (s_codes[symbol], s_lengths[symbol]);

    /// <summary>Encodes bytes, and fills the last byte with ones.</summary>
    /// <param name="bytes">The bytes.</param>
    public static byte[] Encode(ReadOnlySpan<byte> bytes)
    {
        var encoded = new List<byte>();
        var (bits, count) = (0UL, 0);
        foreach (var symbol in bytes)
        {
            (bits, count) = ((bits << s_lengths[symbol]) | s_codes[symbol], count + s_lengths[symbol]);
            for (; count >= 8; count -= 8)
                encoded.Add((byte)(bits >> (count - 8)));
        }

        if (count > 0)
            encoded.Add((byte)((bits << (8 - count)) | (0xFFu >> count)));
        return [.. encoded];
    }

    /// <summary>Decodes bytes.</summary>
    /// <param name="encoded">The encoded bytes.</param>
    /// <exception cref="InvalidDataException">They hold the end of the string, or end in what is not its beginning.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> encoded)
    {
        var decoded = new List<byte>();
        var (code, length) = (0u, 0);
        for (var at = 0; at < 8 * encoded.Length; at++)
        {
            (code, length) = ((code << 1) | (uint)((encoded[at / 8] >> (7 - (at % 8))) & 1), length + 1);
            if (!s_symbols.TryGetValue((length, code), out var symbol))
                continue;
            if (symbol == EndOfString)
                throw new InvalidDataException("a Huffman-coded string contains the end of the string");
            decoded.Add((byte)symbol);
            (code, length) = (0, 0);
        }

        if (length > LongestPadding || code != (1u << length) - 1)
            throw new InvalidDataException("a Huffman-coded string is padded with something else than the end of the string");
        return [.. decoded];
    }

    private static uint[] Codes()
    {
        var codes = new uint[s_lengths.Length];
        var (next, before) = (0u, 0);
        foreach (var symbol in Enumerable.Range(0, s_lengths.Length).OrderBy(symbol => s_lengths[symbol]))
        {
            next <<= s_lengths[symbol] - before;
            (codes[symbol], before) = (next, s_lengths[symbol]);
            next++;
        }

        return codes;
    }
}
