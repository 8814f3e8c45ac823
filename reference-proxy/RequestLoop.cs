using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Authentication;
using ConformanceKit.ReferenceProxy.Connect;
using ConformanceKit.ReferenceProxy.Forwarding;
using ConformanceKit.ReferenceProxy.Http;
using ConformanceKit.ReferenceProxy.Tcp;

namespace ConformanceKit.ReferenceProxy;

/// <summary>
/// One client connection, from its first octet to its last. Read this first: everything else is a step of it.
/// <code>
///   client                                proxy                                      origin
///     | -- 1, 2 head ----------------------> |                                          |
///     |                                      | 3 target, Host, framing                  |
///     |                                      | 4 may this client?                       |
///     |                                      | 5 which form of target?                  |
///     |        authority-form: CONNECT       | -- dial -------------------------------> |
///     | &lt;- 200 ----------------------------- | &lt;= octets both ways, unread =============> |
///     |        absolute-form: http://        | -- own head, body ---------------------> |
///     | &lt;- own head, body ------------------ | &lt;- head, body -------------------------- |
///     |                                      | 6 close, or back to 1                    |
/// </code>
/// </summary>
internal sealed class RequestLoop(
    ProxyOptions options, CredentialSet credentials, ConnectHandler connect, ForwardHandler forward)
{
    /// <summary>Serves the requests of one client, one after the other and answered in that order (RFC 9112 §9.3.2).</summary>
    /// <param name="client">The client.</param>
    /// <param name="stopping">No further request is to be read.</param>
    /// <param name="stop">Everything ends now.</param>
    public async Task ServeAsync(Client client, CancellationToken stopping, CancellationToken stop)
    {
        using var idle = new Deadline(stopping);
        var closing = Closing.KeepOpen;
        while (closing == Closing.KeepOpen)
        {
            // 1. A connection on which nothing was asked may be closed without a word (RFC 9112 §9.5).
            if (!await BeginsAsync(client, idle, stopping))
                break;

            // 2, 3. Read and check the head. After a doubt about framing nothing on this connection can be trusted.
            client.StartRequest();
            var (line, read) = await ReadAsync(client, stop);
            if (read.Rejected is { } invalid)
            {
                closing = await client.RejectAsync(invalid, line, mayStayOpen: false);
                break;
            }

            // 4. Before anything else happens: may this client, with these credentials? Asked for each request.
            var request = read.Value;
            if (Refuses(client, request) is { } refused)
            {
                closing = await client.RejectAsync(refused, request.Line, MayStayOpen(request, stopping));
                continue;
            }

            // 5. The four forms of target have four handlers (RFC 9112 §3.2). Behind CONNECT no other request is awaited.
            if (request.Method == "CONNECT")
            {
                client.CloseOrigin();
                idle.Lift();
            }

            closing = request.Target switch
            {
                RequestTarget.AuthorityForm authority => await connect.HandleAsync(client, request.Line, authority.Authority, stop),
                RequestTarget.AbsoluteForm absolute => await forward.HandleAsync(client, request, absolute, stopping, stop),
                RequestTarget.AsteriskForm => await OwnAnswer.ToOptionsAsync(client, request, MayStayOpen(request, stopping)),
                _ => await client.RejectAsync(RejectionReason.OriginFormToProxy, request.Line, mayStayOpen: false),
            };
        }

        // 6. Close.
        await client.CloseAsync(closing);
    }

    /// <summary>
    /// Whether another request can follow on this connection: never behind CONNECT (RFC 9931 §8), nor behind content
    /// that nobody has read (RFC 9112 §9.3).
    /// </summary>
    private static bool MayStayOpen(Request request, CancellationToken stopping) =>
        request.IsPersistent && request.Method != "CONNECT" && !request.Framing.HasContent && !stopping.IsCancellationRequested;

    private async ValueTask<bool> BeginsAsync(Client client, Deadline idle, CancellationToken stopping)
    {
        if (!client.Reader.Buffered.IsEmpty)
            return !stopping.IsCancellationRequested;

        try
        {
            return await client.Reader.FillAsync(idle.In(options.IdleTimeout));
        }
        catch (OperationCanceledException) when (client.Tcp.HasOctets && !stopping.IsCancellationRequested)
        {
            // It has asked in time: it was this machine that was too busy to look.
            return await client.Reader.FillAsync(stopping);
        }
        catch (Exception end) when (end is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    private async ValueTask<(RequestLine? Line, Parsed<Request> Request)> ReadAsync(Client client, CancellationToken stop)
    {
        // 2. The request line and the fields, up to the empty line (RFC 9112 §2.2).
        var head = new RequestHeadParser(options.MaxRequestLine, options.MaxHead);
        if (await FillAsync(head, client, stop) is { } unreadable)
            return (head.Line, unreadable);

        // 3. Target, Host and framing.
        return (head.Line, Request.Check(head.Line!, head.Fields));
    }

    private async ValueTask<RejectionReason?> FillAsync(RequestHeadParser head, Client client, CancellationToken stop)
    {
        try
        {
            // Most heads come whole: the time begins to run when one does not.
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
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return RejectionReason.HeadTimeout;
        }
    }

    private RejectionReason? Refuses(Client client, Request request)
    {
        if (options.AllowedClients is { } allowed && !allowed.Any(network => network.Contains(client.Address.Address)))
            return RejectionReason.ClientNotAllowed;
        if (options.Credentials.Count > 0 && !credentials.Accepts(request.Fields))
            return RejectionReason.CredentialsRequired;
        return null;
    }
}
