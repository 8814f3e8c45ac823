using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Connections;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Forwarding;

/// <summary>
/// Relays the request body while the response is awaited, because a client that expects 100 (Continue) waits for the origin to
/// answer before it sends any (RFC 9110 §10.1.1).
/// </summary>
internal sealed class RequestUpload(
    BodyReader body, Connection client, Connection origin, BodyDelimiter delimiter, Deadline deadline)
{
    private readonly BodyWriter _writer = new(origin, client, delimiter);

    /// <summary>How many bytes of content have been relayed.</summary>
    public long Sent => _writer.Sent;

    /// <summary>Whether the upload is waiting for the client.</summary>
    public bool AwaitsClient { get; private set; }

    /// <summary>Sends the head and relays the body to its end. Every outcome is returned, none is thrown.</summary>
    public async Task<UploadEnd> RunAsync(ReadOnlyMemory<byte> head, CancellationToken cancel)
    {
        try
        {
            await origin.SendAsync(head, client, cancel);
            while (true)
            {
                AwaitsClient = true;
                var content = await body.ReadAsync(cancel);
                AwaitsClient = false;
                if (content.IsEmpty)
                    break;
                await _writer.WriteAsync(content, cancel);
                deadline.Renew();
            }

            // A truncated body is not marked as complete, so that the origin can tell (RFC 9112 §8).
            if (body.End == BodyEnd.Complete)
                await _writer.CompleteAsync(cancel);
            return body.End switch
            {
                BodyEnd.Complete => UploadEnd.Complete,
                BodyEnd.Malformed => UploadEnd.Malformed,
                _ => UploadEnd.ClientGone,
            };
        }
        catch (SocketException)
        {
            return UploadEnd.OriginStopped;
        }
        catch (OperationCanceledException)
        {
            return UploadEnd.Cancelled;
        }
    }
}
