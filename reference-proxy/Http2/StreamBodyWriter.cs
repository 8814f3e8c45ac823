using ConformanceKit.ReferenceProxy.Connections;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>Writes a response whose content is relayed: HEADERS, DATA, END_STREAM (RFC 9113 §8.1).</summary>
/// <param name="stream">The stream.</param>
/// <param name="head">The head.</param>
/// <param name="source">The connection that the content comes from.</param>
internal sealed class StreamBodyWriter(Http2Stream stream, ResponseHead head, Connection source) : IBodyWriter
{
    private bool _hasHead = true;

    /// <inheritdoc/>
    public long Sent { get; private set; }

    /// <inheritdoc/>
    public ValueTask SendHeadAsync(CancellationToken cancel)
    {
        AddHead(endsStream: head.Framing.Delimiter == BodyDelimiter.NoBody);
        stream.Flush();
        return default;
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        AddHead(endsStream: false);
        await stream.SendAsync(content, source, cancel);
        Sent += content.Length;
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync(CancellationToken cancel) => stream.FinishAsync(cancel);

    private void AddHead(bool endsStream)
    {
        if (_hasHead)
            stream.AddHead(head, endsStream);
        _hasHead = false;
    }
}
