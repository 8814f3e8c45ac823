using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Connections;
using ConformanceKit.ReferenceProxy.Forwarding;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy;

/// <summary>
/// One client connection, from its first byte to its last; everything else is a step of it.
/// <code>
///   client                                proxy                                      origin
///     | -- 1, 2 head ----------------------> |                                          |
///     |                                      | 3 target, Host, framing                  |
///     |                                      | 4 is this client allowed?                |
///     |                                      | 5 which form of target?                  |
///     |        authority-form: CONNECT       | -- dial -------------------------------> |
///     | &lt;- 200 ----------------------------- | &lt;= bytes both ways, unread =============> |
///     |        absolute-form: http://        | -- own head, body ---------------------> |
///     | &lt;- own head, body ------------------ | &lt;- head, body -------------------------- |
///     |                                      | 6 close, or back to 1                    |
/// </code>
/// </summary>
internal sealed class RequestLoop(ProxyOptions options, RequestHandler handler)
{
    /// <summary>Serves the requests of one client one after the other, so they are answered in order (RFC 9112 §9.3.2).</summary>
    /// <param name="client">The client.</param>
    /// <param name="mayBeHttp2">Whether the client may begin HTTP/2 without further ado (RFC 9113 §3.3).</param>
    /// <returns>Whether that is what it does: then nothing has been read yet.</returns>
    public async Task<bool> ServeAsync(Client client, bool mayBeHttp2)
    {
        using var idle = new Deadline(client.Shutdown.Draining);
        using var origin = new KeptOrigin();
        var after = AfterRequest.KeepOpen;
        while (after == AfterRequest.KeepOpen)
        {
            // 1. A connection without a request in progress may be closed without a response (RFC 9112 §9.5).
            if (!await BeginsAsync(client, idle))
                break;
            if (mayBeHttp2 && Preface.CanBe(client.Reader.Buffered.Span) && await IsPrefaceAsync(client))
                return true;
            mayBeHttp2 = false;

            // 2, 3. Read and check the head. Once framing is in doubt, nothing on this connection can be trusted.
            client.StartRequest();
            var (line, read) = await ReadAsync(client);
            if (read.Rejected is { } invalid)
            {
                after = await client.RejectAsync(invalid, line, mayAskAgain: false);
                break;
            }

            // 4, 5. Is this client allowed, and which form of target is it? No other request is awaited after CONNECT.
            var request = read.Value;
            if (request.Method == "CONNECT")
            {
                origin.Close();
                idle.Lift();
            }

            after = await handler.HandleAsync(client, request, origin);
        }

        // 6. Close both connections.
        origin.Close();
        await client.CloseAsync(after);
        return false;
    }

    private async ValueTask<bool> BeginsAsync(Client client, Deadline idle)
    {
        var draining = client.Shutdown.Draining;
        if (!client.Reader.Buffered.IsEmpty)
            return !draining.IsCancellationRequested;

        try
        {
            return await client.Reader.FillAsync(idle.In(options.IdleTimeout));
        }
        catch (OperationCanceledException) when (client.Connection.HasBytes && !draining.IsCancellationRequested)
        {
            // The request arrived in time; this machine was too busy to notice.
            return await client.Reader.FillAsync(draining);
        }
        catch (Exception end) when (end is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    // A single byte that differs is enough for another protocol. Whoever has sent only a part in time is not served as HTTP/2.
    private async ValueTask<bool> IsPrefaceAsync(Client client)
    {
        try
        {
            var inTime = client.Deadline.In(options.HeaderTimeout);
            while (Preface.CanBe(client.Reader.Buffered.Span))
            {
                if (client.Reader.Buffered.Length >= Preface.Length)
                    return true;
                if (!await client.Reader.FillAsync(inTime))
                    break;
            }
        }
        catch (OperationCanceledException) when (!client.Shutdown.Aborting.IsCancellationRequested)
        {
            // The head of a request takes too long, too.
        }

        return false;
    }

    private async ValueTask<(RequestLine? Line, Parsed<Request> Request)> ReadAsync(Client client)
    {
        // 2. The request line and the fields, up to the empty line (RFC 9112 §2.2).
        var head = new RequestHeadParser(options.MaxRequestLine, options.MaxHead);
        if (await FillAsync(head, client) is { } unreadable)
            return (head.Line, unreadable);

        // 3. Target, Host and framing.
        return (head.Line, Request.Check(head.Line!, head.Fields));
    }

    private async ValueTask<RejectionReason?> FillAsync(RequestHeadParser head, Client client)
    {
        try
        {
            // Most heads arrive in one piece: the timeout starts only when one does not.
            CancellationToken? inTime = null;
            while (true)
            {
                client.Reader.Advance(head.Take(client.Reader.Buffered.Span));
                if (head.IsComplete || head.Rejected is not null)
                    return head.Rejected;
                inTime ??= client.Deadline.In(options.HeaderTimeout);
                if (!await client.Reader.FillAsync(inTime.Value))
                    return RejectionReason.HeadIncomplete;
            }
        }
        catch (OperationCanceledException) when (!client.Shutdown.Aborting.IsCancellationRequested)
        {
            return RejectionReason.HeadTimeout;
        }
    }
}
