namespace ConformanceKit.ReferenceProxy.Tcp;

/// <summary>Where bytes are received from.</summary>
internal interface IByteSource
{
    /// <summary>
    /// Waits until there is something to receive, FIN included, and holds no buffer for it meanwhile. It may end early: what made
    /// it end may have been received already. The number says nothing.
    /// </summary>
    ValueTask<int> ReadableAsync(CancellationToken cancel = default);

    /// <summary>
    /// Receives what there is without waiting: 0 when the other side has sent its last, -1 when nothing is there.
    /// </summary>
    int TryReceive(Span<byte> buffer);
}
