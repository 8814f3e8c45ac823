using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Authentication;
using ConformanceKit.ReferenceProxy.Connect;
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
internal sealed class RequestLoop(
    ProxyOptions options, CredentialSet credentials, ConnectHandler connect, ForwardHandler forward)
{
    /// <summary>Serves the requests of one client one after the other, so they are answered in order (RFC 9112 §9.3.2).</summary>
    public async Task ServeAsync(Client client)
    {
        using var idle = new Deadline(client.Shutdown.Draining);
        using var origin = new KeptOrigin();
        var after = AfterRequest.KeepOpen;
        while (after == AfterRequest.KeepOpen)
        {
            // 1. A connection without a request in progress may be closed without a response (RFC 9112 §9.5).
            if (!await BeginsAsync(client, idle))
                break;

            // 2, 3. Read and check the head. Once framing is in doubt, nothing on this connection can be trusted.
            client.StartRequest();
            var (line, read) = await ReadAsync(client);
            if (read.Rejected is { } invalid)
            {
                after = await client.RejectAsync(invalid, line, mayAskAgain: false);
                break;
            }

            // 4. Is this client allowed, with these credentials? This is checked for each request, before anything else happens.
            var request = read.Value;
            if (Refuses(client, request) is { } refused)
            {
                after = await client.RejectAsync(refused, request.Line, client.MayAskAgain(request));
                continue;
            }

            // 5. Each of the four forms of target has its own handler (RFC 9112 §3.2). No other request is awaited after CONNECT.
            if (request.Method == "CONNECT")
            {
                origin.Close();
                idle.Lift();
            }

            after = request.Target switch
            {
                RequestTarget.AuthorityForm authority => await connect.HandleAsync(client, request.Line, authority.Authority),
                RequestTarget.AbsoluteForm absolute => await forward.HandleAsync(client, request, absolute, origin),
                RequestTarget.AsteriskForm => await OwnAnswer.ToOptionsAsync(client, request, client.MayAskAgain(request)),
                _ => await client.RejectAsync(RejectionReason.OriginFormToProxy, request.Line, mayAskAgain: false),
            };
        }

        // 6. Close both connections.
        origin.Close();
        await client.CloseAsync(after);
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

    private RejectionReason? Refuses(Client client, Request request)
    {
        if (!client.IsAllowed)
            return RejectionReason.ClientNotAllowed;
        if (options.Credentials.Count > 0 && !credentials.Accepts(request.Fields))
            return RejectionReason.CredentialsRequired;
        return null;
    }
}
