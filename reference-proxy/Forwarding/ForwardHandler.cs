using ConformanceKit.ReferenceProxy.Dialling;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Forwarding;

/// <summary>
/// An absolute-form request: one exchange with the origin (RFC 9110 §7.6), on the connection that is kept from this client's
/// last request, or on a new one. Only what is harmless is ever sent twice: see <see cref="OriginConnection.CanServe"/>.
/// </summary>
internal sealed class ForwardHandler(ProxyOptions options, Dialer dialer)
{
    /// <summary>Serves one request.</summary>
    public async Task<Closing> HandleAsync(
        Client client, Request request, RequestTarget.AbsoluteForm target, CancellationToken stopping, CancellationToken stop)
    {
        var mayStayOpen = request.IsPersistent && !request.Framing.HasContent && !stopping.IsCancellationRequested;

        // 1. Has it been here before? (RFC 9110 §7.6.3)
        if (Via.IsLoop(request.Fields, options.Name))
            return await client.RejectAsync(RejectionReason.LoopDetected, request.Line, mayStayOpen);

        // 2. TRACE and OPTIONS may end here (RFC 9110 §7.6.2).
        var maxForwards = MaxForwards.Parse(request.Method, request.Fields);
        if (maxForwards.Rejected is { } invalid)
            return await client.RejectAsync(invalid, request.Line, mayStayOpen);
        if (maxForwards.Value == 0)
        {
            return request.Method == "TRACE"
                ? await OwnAnswer.ToTraceAsync(client, request, mayStayOpen)
                : await OwnAnswer.ToOptionsAsync(client, request, mayStayOpen);
        }

        // 3. What has arrived of the body must be a body, before any origin hears of it.
        if (CheckArrived(client, request) is { } malformed)
            return await client.RejectAsync(malformed, request.Line, mayStayOpen: false);

        // 4. The head for the origin. Where no request of this client can follow, nor can one to the origin (RFC 9112 §9.6).
        var closes = !request.IsPersistent || stopping.IsCancellationRequested;
        var head = RequestForOrigin.Compose(request, target, maxForwards.Value, closes, options.Name);

        // 5. The connection of the last request, if it can serve this one.
        if (client.Origin?.CanServe(request, target.Authority) == false)
            client.CloseOrigin();
        while (true)
        {
            // 6. Else a new one.
            if (client.Origin is null)
            {
                client.Trace?.Note($"dials {target.Authority.Host} port {target.Authority.Port}");
                var dialled = await dialer.DialAsync(target.Authority, client.Address.Address, client.Self, stop);
                if (dialled.Rejected is { } failed)
                    return await client.RejectAsync(failed, request.Line, mayStayOpen);
                client.Origin = new OriginConnection(client.ToOrigin(dialled.Value), target.Authority);
            }

            // 7. The exchange. A kept connection that the origin closed at that moment: once more, on a new one.
            if (await ExchangeAsync(client, request, head, client.Origin, stopping, stop) is { } closing)
                return closing;
            client.CloseOrigin();
            client.Trace?.Note("sends the request once more: the origin has closed the kept connection [RFC 9112 §9.3.1]");
        }
    }

    /// <summary>One exchange on one connection; null when that was a kept one and the origin has closed it without a word.</summary>
    private async Task<Closing?> ExchangeAsync(
        Client client, Request request, ReadOnlyMemory<byte> head, OriginConnection origin, CancellationToken stopping, CancellationToken stop)
    {
        var cancel = client.Deadline.In(options.IdleTimeout);
        var body = new BodyReader(client.Reader, request.Framing, options.MaxHead, isRequest: true);
        var upload = new RequestUpload(body, client.Tcp, origin.Tcp, request.Framing.Delimiter, client.Deadline);
        var download = new ResponseDownload(client, request, origin, options);

        // 1. The head and the body go up while the response comes down, until nothing moves any more. Who waits for the response
        // leaves others their turns.
        client.IsWithOrigin(true);
        origin.Tcp.Turn.Begin();
        var up = UploadAsync();
        var down = download.RunAsync(MayStayOpen, cancel);
        var waits = !down.IsCompleted;
        var outcome = await down;
        if (waits)
            client.Tcp.Turn.Begin();

        // 2. An origin may answer early and still want the body; without an answer nobody does.
        if (outcome.End == ExchangeEnd.Complete)
            client.Deadline.Change(options.LingerTimeout);
        else
            client.Deadline.GiveUp();
        var uploaded = await up;
        client.IsWithOrigin(false);

        // 3. A client that has gone wants nothing of the origin; and a request that is not complete must not look complete: RST.
        body.Release();
        if (client.IsGone && outcome.End != ExchangeEnd.Complete)
            outcome = outcome with { End = ExchangeEnd.ClientGone };
        if (uploaded != UploadEnd.Complete || outcome.End == ExchangeEnd.ClientGone)
            origin.Tcp.Reset();

        // 4. The origin may close a kept connection between two requests, and then it has not seen this one (RFC 9112 §9.3.1).
        if (origin.IsKept && !download.HasBegun && outcome.Rejected == RejectionReason.OriginClosedWithoutResponse)
            return null;

        // 5. The connection to the origin stays for the next request, where there can be one.
        if (outcome.Closes || !origin.TryKeep(uploaded, outcome))
            client.CloseOrigin();

        // 6. Say what came of it.
        if (outcome.End != ExchangeEnd.NoResponse)
            return Finish(client, request, outcome, upload.Sent);
        if (uploaded == UploadEnd.ClientGone)
        {
            client.Log(request.Line, 0, "client closed inside its content", upload.Sent);
            return Closing.Now;
        }

        // Whoever was waited for is late.
        var clientIsLate = outcome.Rejected == RejectionReason.ResponseTimeout && upload.AwaitsClient;
        var reason = body.Rejected ?? (clientIsLate ? RejectionReason.BodyTimeout : outcome.Rejected!.Value);
        return await client.RejectAsync(reason, request.Line, MayStayOpen());

        // A body that fails on the client's side ends the exchange.
        async Task<UploadEnd> UploadAsync()
        {
            var end = await upload.RunAsync(head, cancel);
            if (end is UploadEnd.ClientGone or UploadEnd.Malformed)
                client.Deadline.GiveUp();
            return end;
        }

        // Asked when a final response begins: a body that is still to come would be taken for a request.
        bool MayStayOpen() => request.IsPersistent && body.IsReceived && !stopping.IsCancellationRequested;
    }

    private static Closing Finish(Client client, Request request, ExchangeOutcome outcome, long sent)
    {
        client.Log(request.Line, outcome.Status, outcome.End.ToString(), sent, outcome.Content);
        client.Trace?.Note($"has passed on {outcome.Content} octets of content: {outcome.End}");

        // A response that stopped short: FIN shows it where the framing does, else only RST does (RFC 9112 §8).
        if (outcome.End != ExchangeEnd.Complete)
            return outcome.Framing.Delimiter == BodyDelimiter.Close ? Closing.Reset : Closing.Now;
        return outcome.Closes ? Closing.Lingering : Closing.KeepOpen;
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
