using ConformanceKit.ReferenceProxy.Connections;

namespace ConformanceKit.Fuzz.Reference;

/// <summary>Bytes that arrive in pieces, and then FIN.</summary>
/// <param name="bytes">All of them.</param>
/// <param name="size">The size of a piece.</param>
internal sealed class MemorySource(byte[] bytes, int size) : IByteSource
{
    private int _at;

    /// <inheritdoc/>
    public ValueTask<int> ReadableAsync(CancellationToken cancel = default) => new(0);

    /// <inheritdoc/>
    public int TryReceive(Span<byte> buffer)
    {
        var piece = bytes.AsSpan(_at, Math.Min(Math.Min(size, buffer.Length), bytes.Length - _at));
        piece.CopyTo(buffer);
        _at += piece.Length;
        return piece.Length;
    }
}
