using ConformanceKit.ReferenceProxy.Connections;

namespace ConformanceKit.ReferenceProxy.Tests.Support;

/// <summary>A source of bytes without a connection.</summary>
/// <param name="receive">Writes bytes to the buffer; returns how many, 0 at the end, -1 for none yet.</param>
internal sealed class SampleSource(Func<Span<byte>, int> receive) : IByteSource
{
    /// <summary>How many times a reader has waited for it.</summary>
    public int Waits { get; private set; }

    public ValueTask<int> ReadableAsync(CancellationToken cancel = default)
    {
        Waits++;
        return ValueTask.FromResult(0);
    }

    public int TryReceive(Span<byte> buffer) => receive(buffer);
}
