using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Hpack;

/// <summary>
/// The fields that the sender has added, the newest with index 62, the first one after the static table (RFC 7541
/// §2.3.2, §2.3.3). To make room for a new one, the oldest are evicted.
/// </summary>
internal sealed class DynamicTable
{
    // The oldest field comes first. With the usual limit of 4096 there are never more than 128.
    private readonly List<FieldLine> _fields = [];
    private readonly int _limit;
    private int _maximum;

    /// <summary>An empty table.</summary>
    /// <param name="limit">The largest size that the sender may choose: SETTINGS_HEADER_TABLE_SIZE.</param>
    public DynamicTable(int limit) => _limit = _maximum = limit;

    /// <summary>The size of the fields in it (RFC 7541 §4.1).</summary>
    public int Size { get; private set; }

    /// <summary>The size of a field: of its name, its value, and 32 for what an entry costs (RFC 7541 §4.1).</summary>
    public static int SizeOf(FieldLine field) => field.Name.Length + field.Value.Length + 32;

    /// <summary>The field with that index in both tables (RFC 7541 §2.3.3).</summary>
    /// <exception cref="HpackException">There is none.</exception>
    public FieldLine At(int index)
    {
        var age = index - StaticTable.Count;
        if (index == 0 || age > _fields.Count)
            throw new HpackException($"there is no field with the index {index}");
        return age <= 0 ? StaticTable.At(index) : _fields[^age];
    }

    /// <summary>Adds a field; one that is larger than the whole table empties it (RFC 7541 §4.4).</summary>
    public void Add(FieldLine field)
    {
        var size = SizeOf(field);
        EvictTo(_maximum - size);
        if (size > _maximum)
            return;
        _fields.Add(field);
        Size += size;
    }

    /// <summary>The sender chooses another maximum size (RFC 7541 §4.2, §6.3).</summary>
    /// <exception cref="HpackException">It is larger than the limit.</exception>
    public void Resize(int maximum)
    {
        if (maximum > _limit)
            throw new HpackException($"a dynamic table of {maximum} bytes is larger than the limit");
        _maximum = maximum;
        EvictTo(maximum);
    }

    private void EvictTo(int size)
    {
        var evicted = 0;
        while (Size > size && evicted < _fields.Count)
            Size -= SizeOf(_fields[evicted++]);
        _fields.RemoveRange(0, evicted);
    }
}
