using System.Text;

namespace ConformanceKit.Wire.Http2;

/// <summary>
/// Decodes field sections (RFC 7541). It lives as long as its direction of the connection: each section may refer to fields of
/// those before it, so none may be left out.
/// </summary>
/// <param name="limit">The largest table that the encoder may choose.</param>
internal sealed class HpackDecoder(int limit = HpackDecoder.DefaultTableSize)
{
    /// <summary>The size of the table before anything is agreed (RFC 9113 §6.5.2).</summary>
    public const int DefaultTableSize = 4096;

    private const int EntryOverhead = 32; // RFC 7541 §4.1
    private const int LongestNumber = 4;

    // The oldest first. Those before _oldest have been evicted: a table may have very many entries, and each is moved only now
    // and then.
    private readonly List<Http2Field> _entries = [];
    private int _oldest;
    private int _capacity = Math.Min(limit, DefaultTableSize);

    /// <summary>What its dynamic table holds, the newest first.</summary>
    public IReadOnlyList<Http2Field> Dynamic => [.. _entries.Skip(_oldest).Reverse()];

    /// <summary>The size of its dynamic table (RFC 7541 §4.1).</summary>
    public int Size { get; private set; }

    /// <summary>Decodes one whole field section.</summary>
    /// <param name="block">Its bytes.</param>
    /// <exception cref="InvalidDataException">It cannot be decoded; the message says why.</exception>
    public IReadOnlyList<Http2Field> Decode(ReadOnlySpan<byte> block)
    {
        var fields = new List<Http2Field>();
        while (block.Length > 0)
        {
            switch (block[0])
            {
                // §6.1: the whole field is in a table.
                case >= 0x80:
                    fields.Add(EntryAt(Number(ref block, 7)));
                    break;

                // §6.2.1: a literal that becomes an entry.
                case >= 0x40:
                    fields.Add(Literal(ref block, 6));
                    Add(fields[^1]);
                    break;

                // §6.3: another size, only before the first field (§4.2).
                case >= 0x20:
                    if (fields.Count > 0)
                        throw new InvalidDataException("the size of the table changes within a field section");
                    Resize(Number(ref block, 5));
                    break;

                // §6.2.2, §6.2.3: a literal that does not; whether it never may, matters only to those who encode it again.
                default:
                    fields.Add(Literal(ref block, 4));
                    break;
            }
        }

        return fields;
    }

    private Http2Field Literal(ref ReadOnlySpan<byte> block, int prefix)
    {
        var index = Number(ref block, prefix);
        var name = index == 0 ? Text(ref block) : EntryAt(index).Name;
        return new(name, Text(ref block));
    }

    // §2.3.3: one address space for both tables.
    private Http2Field EntryAt(int index)
    {
        var known = HpackStaticTable.Entries;
        if (index == 0 || index > known.Count + _entries.Count - _oldest)
            throw new InvalidDataException($"the index {index} is in no table");
        return index <= known.Count ? known[index - 1] : _entries[^(index - known.Count)];
    }

    private void Add(Http2Field field)
    {
        _entries.Add(field);
        Size += SizeOf(field);
        Evict();
    }

    private void Resize(int size)
    {
        if (size > limit)
            throw new InvalidDataException($"the table is to have {size} bytes, and may have no more than {limit}");
        _capacity = size;
        Evict();
    }

    // §4.4: an entry that is too large for the table empties it.
    private void Evict()
    {
        while (Size > _capacity)
            Size -= SizeOf(_entries[_oldest++]);
        if (_oldest <= _entries.Count / 2)
            return;
        _entries.RemoveRange(0, _oldest);
        _oldest = 0;
    }

    private static int SizeOf(Http2Field entry) => entry.Name.Length + entry.Value.Length + EntryOverhead;

    // §5.2
    private static string Text(ref ReadOnlySpan<byte> block)
    {
        if (block.IsEmpty)
            throw new InvalidDataException("a string is missing");
        var isHuffman = block[0] >= 0x80;
        var length = Number(ref block, 7);
        if (length > block.Length)
            throw new InvalidDataException($"a string of {length} bytes has only {block.Length}");
        var bytes = block[..length];
        block = block[length..];
        return Encoding.Latin1.GetString(isHuffman ? HpackHuffman.Decode(bytes) : bytes);
    }

    // §5.1
    private static int Number(ref ReadOnlySpan<byte> block, int prefix)
    {
        var most = (1 << prefix) - 1;
        var number = block[0] & most;
        block = block[1..];
        if (number < most)
            return number;
        for (var shift = 0; ; shift += 7)
        {
            if (block.IsEmpty || shift >= 7 * LongestNumber)
                throw new InvalidDataException(block.IsEmpty ? "a number is cut short" : "a number is too large");
            var next = block[0];
            block = block[1..];
            number += (next & 0x7F) << shift;
            if (next < 0x80)
                return number;
        }
    }
}
