using System.Buffers;
using System.Globalization;
using System.Text;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Hpack;

/// <summary>
/// Encodes field blocks without a dynamic table and without the Huffman code: a block depends on no other one, and can be read in
/// a trace. That is a choice of the encoder (RFC 7541 §2.3.2, §6.2.2).
/// </summary>
internal static class FieldBlockEncoder
{
    /// <summary>
    /// Every block begins by setting the size of the dynamic table to 0. It would be enough once; but if the other side lowers
    /// its limit, the next block must say something about it (RFC 7541 §4.2).
    /// </summary>
    public const byte NoTable = 0x20;

    private const byte Indexed = 0x80;
    private const byte NotIndexed = 0x00;

    /// <summary>Writes the block of a response; names are in lower case (RFC 9113 §8.2, §8.3.2).</summary>
    public static void Response(IBufferWriter<byte> block, int status, IEnumerable<FieldLine> fields)
    {
        block.Write([NoTable]);
        Field(block, new(":status", status.ToString(CultureInfo.InvariantCulture)));
        foreach (var field in fields)
            Field(block, field);
    }

    /// <summary>Writes one field.</summary>
    public static void Field(IBufferWriter<byte> block, FieldLine field)
    {
        // 1. It is in the static table.
        if (StaticTable.IndexOf(field) is > 0 and var whole)
        {
            Integer(block, Indexed, 7, whole);
            return;
        }

        // 2. Its name is, or none of it.
        var name = StaticTable.IndexOf(field.Name);
        Integer(block, NotIndexed, 4, name);
        if (name == 0)
            Text(block, field.Name.ToLowerInvariant());
        Text(block, field.Value);
    }

    private static void Text(IBufferWriter<byte> block, string text)
    {
        Integer(block, 0, 7, text.Length);
        Encoding.Latin1.GetBytes(text, block);
    }

    /// <summary>An integer that begins in the last <paramref name="bits"/> bits of a byte (RFC 7541 §5.1).</summary>
    private static void Integer(IBufferWriter<byte> block, byte first, int bits, int value)
    {
        var full = (1 << bits) - 1;
        if (value < full)
        {
            block.Write([(byte)(first | value)]);
            return;
        }

        block.Write([(byte)(first | full)]);
        for (value -= full; value >= 0x80; value >>= 7)
            block.Write([(byte)(0x80 | (value & 0x7f))]);
        block.Write([(byte)value]);
    }
}
