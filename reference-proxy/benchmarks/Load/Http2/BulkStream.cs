using System.Net;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load.Http2;

/// <summary>
/// Receives bytes as fast as they arrive; or only as many as the first window allows, like a reader that has stopped.
/// </summary>
internal sealed class BulkStream(Http2Client client, IPEndPoint origin, bool stalls = false) : TunnelStream(client, origin)
{
    /// <summary>How many bytes have arrived.</summary>
    public long Bytes { get; private set; }

    /// <inheritdoc/>
    public override bool Grants => !stalls;

    /// <summary>Whether it has received all that the window allowed.</summary>
    public bool IsStalled => stalls && Bytes == Http2Client.StreamWindow;

    /// <inheritdoc/>
    public override void OnData(ReadOnlySpan<byte> content) => Bytes += content.Length;
}
