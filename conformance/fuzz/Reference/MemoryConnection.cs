using System.Net;
using ConformanceKit.ReferenceProxy.Connections;

namespace ConformanceKit.Fuzz.Reference;

/// <summary>A client's connection without a network: what arrives is given, and what is sent is kept.</summary>
/// <param name="source">What arrives.</param>
internal sealed class MemoryConnection(MemorySource source) : Connection(trace: null)
{
    private readonly List<byte> _sent = [];

    /// <summary>What has been sent, in hexadecimal.</summary>
    public string Sent => Convert.ToHexString([.. _sent]);

    /// <inheritdoc/>
    public override IPEndPoint Remote { get; } = new(IPAddress.Loopback, 1);

    /// <inheritdoc/>
    public override bool HasBytes => true;

    /// <inheritdoc/>
    public override bool IsAtEnd => false;

    /// <inheritdoc/>
    public override ConnectionState State => default;

    /// <inheritdoc/>
    public override int TryReceive(Span<byte> buffer) => source.TryReceive(buffer);

    /// <inheritdoc/>
    public override ValueTask FinishAsync(CancellationToken cancel = default) => default;

    /// <inheritdoc/>
    public override void Abort()
    {
    }

    /// <inheritdoc/>
    public override void Close()
    {
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
    }

    /// <inheritdoc/>
    protected override ValueTask<int> WaitAsync(CancellationToken cancel) => new(0);

    /// <inheritdoc/>
    protected override ValueTask SendAllAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        _sent.AddRange(bytes.Span);
        return default;
    }
}
