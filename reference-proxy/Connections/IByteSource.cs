namespace ConformanceKit.ReferenceProxy.Connections;

/// <summary>Where bytes are received from.</summary>
internal interface IByteSource
{
    /// <summary>
    /// Waits until there is something to receive, FIN included, and holds no buffer meanwhile. It may complete although nothing
    /// is left: what completed it may have been received already. Ignore the return value.
    /// </summary>
    ValueTask<int> ReadableAsync(CancellationToken cancel = default);

    /// <summary>
    /// Receives what there is, without waiting; returns 0 after the FIN of the other side, and -1 if there is nothing.
    /// </summary>
    int TryReceive(Span<byte> buffer);
}
