using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Hpack;

/// <summary>
/// Decodes the field blocks of one direction of a connection, in the order in which they arrive (RFC 7541 §3). Each of them can
/// change the table that the next ones refer to, so none can be left out, even if nobody needs its fields (RFC 9113 §4.3).
/// </summary>
/// <param name="maxList">The largest list of fields that is kept (RFC 9113 §6.5.2, SETTINGS_MAX_HEADER_LIST_SIZE).</param>
/// <param name="maxTable">The largest dynamic table (RFC 9113 §6.5.2, SETTINGS_HEADER_TABLE_SIZE).</param>
internal sealed class FieldBlockDecoder(int maxList, int maxTable = FieldBlockDecoder.UsualTable)
{
    /// <summary>The initial value of SETTINGS_HEADER_TABLE_SIZE, which this proxy does not change (RFC 9113 §6.5.2).</summary>
    public const int UsualTable = 4096;

    private readonly DynamicTable _table = new(maxTable);

    /// <summary>The size of the dynamic table.</summary>
    public int TableSize => _table.Size;

    /// <summary>Decodes a block.</summary>
    /// <returns>The fields in their order; null if they are larger than the limit. The table is up to date either way.</returns>
    /// <exception cref="HpackException">It cannot be decoded.</exception>
    public FieldSection? Decode(ReadOnlySpan<byte> block)
    {
        var reader = new HpackReader(block);
        var lines = new List<FieldLine>(8);
        var size = 0;

        // 1. A change of the table's size comes first (RFC 7541 §4.2).
        while (!reader.IsAtEnd && (reader.Next & 0xe0) == 0x20)
            _table.Resize(reader.Integer(5));

        // 2. One field after the other. References are short and fields can be large, so the sum of their sizes is limited.
        while (!reader.IsAtEnd)
        {
            var field = Field(ref reader);
            size = Math.Min(size + DynamicTable.SizeOf(field), int.MaxValue / 2);
            if (size <= maxList)
                lines.Add(field);
        }

        return size <= maxList ? new FieldSection(lines) : null;
    }

    /// <summary>
    /// A field begins with <c>1</c> if it is in a table, with <c>01</c> if it is to be added to it, and with <c>0000</c> or
    /// <c>0001</c> if it is not, or never (RFC 7541 §6).
    /// </summary>
    private FieldLine Field(ref HpackReader reader)
    {
        switch (reader.Next)
        {
            case >= 0x80:
                return _table.At(reader.Integer(7));

            case >= 0x40:
                var added = Literal(ref reader, indexBits: 6);
                _table.Add(added);
                return added;

            case >= 0x20:
                throw new HpackException("the size of the dynamic table changes inside a field block");

            default:
                return Literal(ref reader, indexBits: 4);
        }
    }

    /// <summary>The name is in a table, or follows if the index is 0; the value follows (RFC 7541 §6.2).</summary>
    private FieldLine Literal(ref HpackReader reader, int indexBits)
    {
        var index = reader.Integer(indexBits);
        var name = index == 0 ? reader.Text() : _table.At(index).Name;
        return new FieldLine(name, reader.Text());
    }
}
