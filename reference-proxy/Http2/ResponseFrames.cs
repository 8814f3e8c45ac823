using ConformanceKit.ReferenceProxy.Connections;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>Responses in HTTP/2: HEADERS, DATA, and the end of the stream (RFC 9113 §8.1).</summary>
/// <param name="stream">The stream of the request.</param>
internal sealed class ResponseFrames(Http2Stream stream) : IResponseSyntax
{
    /// <inheritdoc/>
    public async ValueTask SendAsync(
        ResponseHead head, ReadOnlyMemory<byte> content, Connection cause, CancellationToken cancel)
    {
        // 1. A tunnel goes on, and after an interim response comes another one.
        stream.IsTunnel = head.Framing.Delimiter == BodyDelimiter.Close;
        var isComplete = !head.IsInterim && !stream.IsTunnel && !stream.IsMalformed;
        stream.AddHead(head, endsStream: isComplete && content.IsEmpty);

        // 2. The content leaves in one piece with the head.
        if (!content.IsEmpty)
            await stream.SendAsync(content, cause, cancel);
        if (isComplete)
            await stream.FinishAsync(cancel);
        stream.Flush();
    }

    /// <inheritdoc/>
    public IBodyWriter Begin(ResponseHead head, Connection source) => new StreamBodyWriter(stream, head, source);
}
