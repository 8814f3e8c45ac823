using ConformanceKit.ReferenceProxy.Tcp;

namespace ConformanceKit.ReferenceProxy.Tests.Support;

/// <summary>Bytes that no connection has received.</summary>
/// <param name="receive">What there is: how many bytes were written to the buffer, 0 at the end, -1 for none.</param>
internal sealed class SampleSource(Func<Span<byte>, int> receive) : IByteSource
{
    /// <summary>How often it was waited for.</summary>
    public int Waits { get; private set; }

    public ValueTask<int> ReadableAsync(CancellationToken cancel = default)
    {
        Waits++;
        return ValueTask.FromResult(0);
    }

    public int TryReceive(Span<byte> buffer) => receive(buffer);
}
