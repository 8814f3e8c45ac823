using System.Text;

namespace ConformanceKit.Wire.Http2;

/// <summary>How a literal is to be treated by those who pass it on (RFC 7541 §6.2).</summary>
public enum HpackLiteral
{
    /// <summary>It does not become an entry of the table (§6.2.2).</summary>
    WithoutIndexing,

    /// <summary>It becomes an entry of the table (§6.2.1).</summary>
    WithIndexing,

    /// <summary>It never may become one, on this connection or any other (§6.2.3).</summary>
    NeverIndexed,
}

/// <summary>
/// Encodes field sections piece by piece (RFC 7541 §6). What an ordinary client does is <see cref="Block(Http2Field[])"/>;
/// a scenario about compression puts the other pieces together itself.
/// </summary>
public static class Hpack
{
    /// <summary>The index of the newest entry of the dynamic table.</summary>
    public const int Newest = 62;

    /// <summary>A field section in which every field is a literal, so that it depends on no other.</summary>
    /// <param name="fields">The fields in order.</param>
    public static byte[] Block(params Http2Field[] fields) =>
        [.. (fields ?? []).SelectMany(field => Literal(field.Name, field.Value))];

    /// <summary>A field that is an entry of one of the tables (§6.1).</summary>
    /// <param name="index">Its index.</param>
    public static byte[] Indexed(int index) => Number(0x80, 7, index);

    /// <summary>A literal.</summary>
    /// <param name="name">The name, each character one byte.</param>
    /// <param name="value">The value, each character one byte.</param>
    /// <param name="form">How it is to be treated.</param>
    /// <param name="huffman">Whether its strings are Huffman-coded.</param>
    public static byte[] Literal(
        string name, string value, HpackLiteral form = HpackLiteral.WithoutIndexing, bool huffman = false) =>
        [.. NameIndex(form, 0), .. Text(name, huffman), .. Text(value, huffman)];

    /// <summary>A literal whose name is that of an entry of one of the tables.</summary>
    /// <param name="nameIndex">The index of that entry.</param>
    /// <param name="value">The value, each character one byte.</param>
    /// <param name="form">How it is to be treated.</param>
    /// <param name="huffman">Whether its value is Huffman-coded.</param>
    public static byte[] Literal(
        int nameIndex, string value, HpackLiteral form = HpackLiteral.WithoutIndexing, bool huffman = false) =>
        [.. NameIndex(form, nameIndex), .. Text(value, huffman)];

    /// <summary>Another size of the table (§6.3), at the beginning of a field section.</summary>
    /// <param name="size">The size.</param>
    public static byte[] SizeUpdate(int size) => Number(0x20, 5, size);

    private static byte[] NameIndex(HpackLiteral form, int index) => form switch
    {
        HpackLiteral.WithIndexing => Number(0x40, 6, index),
        HpackLiteral.NeverIndexed => Number(0x10, 4, index),
        _ => Number(0x00, 4, index),
    };

    private static byte[] Text(string text, bool huffman)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        if (huffman)
            bytes = HpackHuffman.Encode(bytes);
        return [.. Number(huffman ? (byte)0x80 : (byte)0, 7, bytes.Length), .. bytes];
    }

    // §5.1
    private static byte[] Number(byte pattern, int prefix, int number)
    {
        var most = (1 << prefix) - 1;
        if (number < most)
            return [(byte)(pattern | number)];
        var bytes = new List<byte> { (byte)(pattern | most) };
        for (number -= most; number >= 0x80; number >>= 7)
            bytes.Add((byte)(number | 0x80));
        return [.. bytes, (byte)number];
    }
}
