using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ConformanceKit.Model;

namespace ConformanceKit.Wire;

/// <summary>
/// Remembers where bytes were read. Scenarios handle bytes as plain arrays, and a failure has to say where on the wire they were.
/// </summary>
public static class Provenance
{
    private static readonly ConditionalWeakTable<byte[], BytesMark> s_places = [];

    /// <summary>Notes where an array of bytes was read.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="connection">On which connection.</param>
    /// <param name="offset">Where they began among all that it received.</param>
    /// <returns>The array.</returns>
    public static byte[] From(this byte[] bytes, string connection, long offset)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return bytes.From(new(connection, offset, bytes.Length));
    }

    /// <summary>What a failure that is about bytes points at; empty if they were not read from one connection.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The marks.</returns>
    public static IReadOnlyList<Mark> Marks(this byte[] bytes) => Of(bytes) is { } place ? [place] : [];

    /// <summary>The same for bytes that a coding made longer or shorter on the wire.</summary>
    internal static byte[] From(this byte[] bytes, BytesMark place)
    {
        // There is only one empty array.
        if (bytes.Length > 0)
            s_places.AddOrUpdate(bytes, place);
        return bytes;
    }

    /// <summary>Where bytes were read, or null if they were not read, or were put together from several places.</summary>
    internal static BytesMark? Of(ReadOnlyMemory<byte> bytes)
    {
        if (!MemoryMarshal.TryGetArray(bytes, out var part) || !s_places.TryGetValue(part.Array!, out var place))
            return null;
        return place.Length == part.Array!.Length ? place.Slice(part.Offset, part.Count) : place;
    }
}
