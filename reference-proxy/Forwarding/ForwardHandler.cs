using ConformanceKit.ReferenceProxy.Dialling;
using ConformanceKit.ReferenceProxy.Http;
using ConformanceKit.ReferenceProxy.Tcp;

namespace ConformanceKit.ReferenceProxy.Forwarding;

/// <summary>
/// An absolute-form request: one exchange with the origin (RFC 9110 §7.6), on the connection that was kept after this client's
/// last request, or on a new one. Only a request that is harmless to repeat is ever sent twice: see
/// <see cref="OriginConnection.CanServe"/>.
/// </summary>
internal sealed class ForwardHandler(ProxyOptions options, Dialer dialer)
{
    /// <summary>Serves one request.</summary>
    /// <param name="client">The client that sent it.</param>
    /// <param name="request">The request.</param>
    /// <param name="target">Where the request goes.</param>
    /// <param name="kept">The origin connection of this client's last request; afterwards, that of this one.</param>
    public async Task<AfterRequest> HandleAsync(
        Client client, Request request, RequestTarget.AbsoluteForm target, KeptOrigin kept)
    {
        var mayAskAgain = client.MayAskAgain(request);

        // 1. Has it been here before? (RFC 9110 §7.6.3)
        if (Via.IsLoop(request.Fields, options.Name))
            return await client.RejectAsync(RejectionReason.LoopDetected, request.Line, mayAskAgain);

        // 2. TRACE and OPTIONS may end here (RFC 9110 §7.6.2).
        var maxForwards = MaxForwards.Parse(request.Method, request.Fields);
        if (maxForwards.Rejected is { } invalid)
            return await client.RejectAsync(invalid, request.Line, mayAskAgain);
        if (maxForwards.Value == 0)
        {
            return request.Method == "TRACE"
                ? await OwnAnswer.ToTraceAsync(client, request, mayAskAgain)
                : await OwnAnswer.ToOptionsAsync(client, request, mayAskAgain);
        }

        // 3. The part of the body that has arrived must be valid before any origin sees it.
        if (CheckArrived(client, request) is { } malformed)
            return await client.RejectAsync(malformed, request.Line, mayAskAgain: false);

        // 4. The head for the origin. If this client cannot send another request in any case, none can follow to the origin
        // either (RFC 9112 §9.6).
        var closes = !client.MayAskAgain(request, isRead: true);
        var head = RequestForOrigin.Compose(request, target, maxForwards.Value, closes, options.Name);

        while (true)
        {
            // 5. The connection of the last request, if it can serve this request; otherwise a new one.
            var origin = kept.For(request, target.Authority);
            if (origin is null)
            {
                client.Trace?.Note($"dials {target.Authority.Host} port {target.Authority.Port}");
                var dialled = await dialer.DialAsync(
                    target.Authority, client.Address.Address, client.Shutdown.Aborting);
                if (dialled.Rejected is { } failed)
                    return await client.RejectAsync(failed, request.Line, mayAskAgain);
                origin = kept.Open(new TcpConnection(dialled.Value, client.Trace?.Origin()), target.Authority);
            }

            // 6. The request goes up while the response comes down.
            var exchange = new Exchange(client, request, origin, options);
            var outcome = await exchange.RunAsync(head);

            // 7. The origin may close a kept connection between two requests, and then it has not seen this one: send it again,
            // on a new connection (RFC 9112 §9.3.1).
            if (origin.IsKept && !exchange.IsAnswered && outcome.Rejected == RejectionReason.OriginClosedWithoutResponse)
            {
                kept.Close();
                client.Trace?.Note("sends the request again: the origin has closed the kept connection [RFC 9112 §9.3.1]");
                continue;
            }

            // 8. Keep the connection to the origin for the next request, if there can be one.
            if (outcome.Closes || !origin.TryKeep(exchange.Uploaded, outcome))
                kept.Close();

            // 9. Report the outcome.
            if (outcome.End != ExchangeEnd.NoResponse)
                return Finish(client, request, outcome, exchange.Sent);
            if (exchange.Uploaded == UploadEnd.ClientGone)
            {
                client.Log(request.Line, 0, "client closed inside its content", exchange.Sent);
                return AfterRequest.Close;
            }

            mayAskAgain = client.MayAskAgain(request, exchange.IsReceived);
            return await client.RejectAsync(outcome.Rejected!.Value, request.Line, mayAskAgain);
        }
    }

    private static AfterRequest Finish(Client client, Request request, ExchangeOutcome outcome, long sent)
    {
        client.Log(request.Line, outcome.Status, outcome.End.ToString(), sent, outcome.Content);
        client.Trace?.Note($"has passed on {outcome.Content} bytes of content: {outcome.End}");

        // A response that ended too early: with a length or chunks, FIN shows that; otherwise only RST does (RFC 9112 §8).
        if (outcome.End != ExchangeEnd.Complete)
            return outcome.Framing.Delimiter == BodyDelimiter.Close ? AfterRequest.Reset : AfterRequest.Close;
        return outcome.Closes ? AfterRequest.Linger : AfterRequest.KeepOpen;
    }

    private RejectionReason? CheckArrived(Client client, Request request)
    {
        if (request.Framing.Delimiter != BodyDelimiter.Chunked)
            return null;

        var chunks = new ChunkedDecoder(options.MaxHead, isRequest: true);
        var arrived = client.Reader.Buffered.Span;
        while (chunks.Take(arrived, out _) is > 0 and var taken)
            arrived = arrived[taken..];
        return chunks.Rejected;
    }
}
