using ConformanceKit.Fuzz.Kit;

namespace ConformanceKit.Fuzz.Tests.Properties;

/// <summary>A connection of the kit on which the given pieces arrive, one after the other.</summary>
/// <param name="pieces">The pieces; empty ones are left out, because they would be FIN.</param>
internal sealed class PiecesTransport(IEnumerable<byte[]> pieces) : MemoryTransport([])
{
    private readonly Queue<byte[]> _pieces = new(pieces.Where(piece => piece.Length > 0));

    /// <inheritdoc/>
    public override bool HasArrived => _pieces.Count > 0;

    /// <inheritdoc/>
    public override Task<int> ReceiveAsync(Memory<byte> into)
    {
        if (!_pieces.TryDequeue(out var piece))
            return Task.FromResult(0);
        piece.CopyTo(into);
        return Task.FromResult(piece.Length);
    }
}
