using System.Buffers;
using System.Text;

namespace ConformanceKit.ReferenceProxy.Hpack;

/// <summary>The primitives of a field block: integers and strings (RFC 7541 §5).</summary>
internal ref struct HpackReader(ReadOnlySpan<byte> block)
{
    // An integer may have any length. Nothing here can be larger than this, so that all sums fit (RFC 7541 §5.1, §7.4).
    private const int Largest = (1 << 28) - 1;

    private ReadOnlySpan<byte> _rest = block;

    /// <summary>Whether nothing is left.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>The next byte, whose first bits say what follows; there is one.</summary>
    public readonly byte Next => _rest[0];

    /// <summary>
    /// Reads an integer that begins in the last <paramref name="bits"/> bits of the next byte. If they are all 1, seven bits
    /// more are in each of the bytes that follow, the lowest first; the last such byte begins with 0 (RFC 7541 §5.1).
    /// </summary>
    /// <exception cref="HpackException">It is not complete, or too large.</exception>
    public int Integer(int bits)
    {
        var full = (1 << bits) - 1;
        var value = Byte() & full;
        if (value < full)
            return value;

        for (var shift = 0; shift <= 21; shift += 7)
        {
            var one = Byte();
            value += (one & 0x7f) << shift;
            if ((one & 0x80) == 0 && value <= Largest)
                return value;
        }

        throw new HpackException("an integer is too large");
    }

    /// <summary>Reads a string: whether it is in Huffman code, its length, its bytes (RFC 7541 §5.2).</summary>
    /// <exception cref="HpackException">It is not complete, or its code is not valid.</exception>
    public string Text()
    {
        var isCoded = !IsAtEnd && (Next & 0x80) != 0;
        var length = Integer(7);
        if (length > _rest.Length)
            throw new HpackException("a string is longer than its field block");
        var bytes = _rest[..length];
        _rest = _rest[length..];
        if (!isCoded)
            return Encoding.Latin1.GetString(bytes);

        var decoded = new ArrayBufferWriter<byte>();
        HuffmanCode.Decode(bytes, decoded);
        return Encoding.Latin1.GetString(decoded.WrittenSpan);
    }

    private byte Byte()
    {
        if (IsAtEnd)
            throw new HpackException("the field block ends inside a field");
        var one = Next;
        _rest = _rest[1..];
        return one;
    }
}
