using System.Buffers;

namespace ConformanceKit.ReferenceProxy.Hpack;

/// <summary>
/// The Huffman code for strings (RFC 7541 §5.2, appendix B). The code is canonical: codes of the same length are consecutive
/// numbers in the order of the symbols, and longer ones continue after them. So the lengths alone define it.
/// </summary>
internal static class HuffmanCode
{
    private const int Shortest = 5;
    private const int Longest = 30;
    private const int EndOfString = 256;

    // The length of the code of each byte, and of EOS.
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

    // The symbols in the order of their codes; for each length, the first code, and where its symbol is.
    private static readonly int[] s_symbols = [.. Enumerable.Range(0, s_lengths.Length).OrderBy(symbol => s_lengths[symbol])];
    private static readonly int[] s_counts = [.. Enumerable.Range(0, Longest + 1).Select(CountOf)];
    private static readonly int[] s_firstCodes = FirstCodes();
    private static readonly int[] s_firstPlaces =
        [.. Enumerable.Range(0, Longest + 1).Select(length => s_counts.Take(length).Sum())];

    /// <summary>Decodes a string.</summary>
    /// <exception cref="HpackException">It has the code of EOS, or the bits after the last code are not a padding.</exception>
    public static void Decode(ReadOnlySpan<byte> coded, IBufferWriter<byte> decoded)
    {
        // 1. The shortest code has 5 bits, so this is room enough.
        var room = decoded.GetSpan((coded.Length * 8 / Shortest) + 1);
        var count = 0;

        // 2. One bit after the other, until they are a code.
        var code = 0;
        var length = 0;
        foreach (var one in coded)
        {
            for (var bit = 7; bit >= 0; bit--)
            {
                code = (code << 1) | ((one >> bit) & 1);
                length++;
                var place = code - s_firstCodes[length];
                if (place >= s_counts[length])
                    continue;
                room[count++] = ToByte(s_symbols[s_firstPlaces[length] + place]);
                (code, length) = (0, 0);
            }
        }

        // 3. The last byte is filled up with the first bits of EOS, which are all 1 (RFC 7541 §5.2).
        if (length > 7 || code != (1 << length) - 1)
            throw new HpackException("a string in Huffman code does not end with its padding");
        decoded.Advance(count);
    }

    private static byte ToByte(int symbol) =>
        symbol == EndOfString ? throw new HpackException("a string in Huffman code contains EOS") : (byte)symbol;

    private static int CountOf(int length) => s_lengths.Count(one => one == length);

    // What is left of the numbers of each length, after those with a shorter code as their beginning. Where there is no code of
    // that length, this is the code that follows, and no number is below it.
    private static int[] FirstCodes()
    {
        var codes = new int[Longest + 1];
        for (var length = 1; length <= Longest; length++)
            codes[length] = (codes[length - 1] + s_counts[length - 1]) << 1;
        return codes;
    }
}
