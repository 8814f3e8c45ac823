using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Http;
using ConformanceKit.ReferenceProxy.Tcp;

namespace ConformanceKit.ReferenceProxy.Forwarding;

/// <summary>
/// Relays the request body while the response is awaited, because a client that expects 100 (Continue) waits for the
/// origin's word before it sends any (RFC 9110 §10.1.1).
/// </summary>
internal sealed class RequestUpload(
    BodyReader body, TcpConnection client, TcpConnection origin, BodyDelimiter delimiter, Deadline deadline)
{
    private readonly BodyWriter _writer = new(origin, client, delimiter);

    /// <summary>Bytes of content relayed.</summary>
    public long Sent => _writer.Sent;

    /// <summary>Whether it is the client that is waited for.</summary>
    public bool AwaitsClient { get; private set; }

    /// <summary>Sends the head and relays to the end of the body. Every end is a value.</summary>
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

            // Only a complete body gets its end.
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
