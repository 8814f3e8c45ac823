using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Fuzz.Kit;

/// <summary>A connection of the kit without a network: what arrives is given, and then FIN; what is sent is dropped.</summary>
/// <param name="bytes">What arrives.</param>
/// <param name="size">The size of the pieces in which it does.</param>
internal class MemoryTransport(byte[] bytes, int size = Pieces.Whole) : WireTransport
{
    private byte[] _bytes = bytes;
    private int _at;

    /// <inheritdoc/>
    public override bool HasArrived => _at < _bytes.Length;

    /// <inheritdoc/>
    public override bool IsReadable => true;

    /// <summary>A connection on it.</summary>
    public WireConnection Connect() => new("fuzz 1", this, new Transcript(), new Waits(), default);

    /// <inheritdoc/>
    public override Task<int> ReceiveAsync(Memory<byte> into)
    {
        var piece = _bytes.AsMemory(_at, Math.Min(Math.Min(size, into.Length), _bytes.Length - _at));
        piece.CopyTo(into);
        _at += piece.Length;
        return Task.FromResult(piece.Length);
    }

    /// <inheritdoc/>
    public override Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel) => Task.CompletedTask;

    /// <inheritdoc/>
    public override void ShutdownSend()
    {
    }

    /// <inheritdoc/>
    public override void Reset()
    {
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => default;

    /// <summary>Lets these bytes arrive before the others.</summary>
    protected void Precede(byte[] before) => (_bytes, _at) = ([.. before, .. _bytes[_at..]], 0);
}
