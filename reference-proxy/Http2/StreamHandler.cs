using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Forwarding;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>Serves the request on one stream; the steps have the numbers of those of HTTP/1.</summary>
internal sealed class StreamHandler(ProxyOptions options, RequestHandler handler)
{
    /// <summary>Serves a request, to the end of the stream.</summary>
    /// <param name="connection">The client.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="fields">What HEADERS carried; null if it was too large, and a reason if it is malformed.</param>
    /// <param name="ends">Whether nothing follows HEADERS.</param>
    /// <param name="origin">A connection to an origin that may serve this request; afterwards, the one that did.</param>
    public async Task ServeAsync(
        Client connection, Http2Stream stream, Parsed<RequestFields> fields, bool ends, KeptOrigin origin)
    {
        using var client = connection.On(stream, new ResponseFrames(stream));
        client.StartRequest();
        try
        {
            // 3. A malformed request is a stream error; a response may come before it (RFC 9113 §8.1.1).
            if (fields.Rejected is { } malformed)
            {
                await client.RejectAsync(malformed, line: null, mayAskAgain: true);
                if (stream.IsMalformed)
                    stream.Reset(ErrorCode.ProtocolError);
                return;
            }

            var request = RequestFromFields.Compose(fields.Value, ends);
            if (request.Rejected is { } invalid)
            {
                await client.RejectAsync(invalid, RequestFromFields.LineOf(fields.Value), mayAskAgain: true);
                return;
            }

            // An empty body that the client has announced and not ended may still turn out to be longer (RFC 9113 §8.1.1).
            if (!ends && fields.Value is { IsConnect: false, Length: 0 })
                await stream.ReadableAsync(client.Deadline.In(options.HeaderTimeout));

            // 4, 5, 6. Serve it as any other, and end the stream. For a client that has already given up, nothing is dialled.
            if (stream.Output.IsReset)
                return;
            await client.CloseAsync(await handler.HandleAsync(client, request.Value, origin));
        }
        catch (Exception end) when (end is SocketException or OperationCanceledException)
        {
            // The stream has been reset, or the proxy is stopping: there is nobody left to answer.
        }
    }
}
