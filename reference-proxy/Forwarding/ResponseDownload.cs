using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Forwarding;

/// <summary>Reads the origin's response and passes it on as it arrives: interim responses, the final head, the body.</summary>
/// <param name="client">The client that gets it.</param>
/// <param name="request">The request that it answers.</param>
/// <param name="requestBody">The body of the request, which may still be on its way.</param>
/// <param name="origin">The connection that it comes from.</param>
/// <param name="options">The limit of a head, and the proxy's name.</param>
internal sealed class ResponseDownload(
    Client client, Request request, BodyReader requestBody, OriginConnection origin, ProxyOptions options)
{
    /// <summary>Whether a byte of a response has arrived.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Relays one response.</summary>
    /// <param name="cancel">Ends it; then the outcome is that there is no response, or a truncated one.</param>
    public async Task<ExchangeOutcome> RunAsync(CancellationToken cancel)
    {
        while (true)
        {
            // 1. Read a head.
            var head = new ResponseHeadParser(options.MaxHead);
            if (await ReadAsync(head, cancel) is { } unreadable)
                return new ExchangeOutcome(ExchangeEnd.NoResponse, Rejected: unreadable);
            var line = head.Line!;

            // 2. Its framing. Upgrade was not forwarded, so no origin may switch protocols (RFC 9110 §7.8).
            var framing = BodyFraming.OfResponse(request.Method, line, head.Fields);
            if (framing.Rejected is { } unframed)
                return new ExchangeOutcome(ExchangeEnd.NoResponse, Rejected: unframed);
            if (line.Status == 101)
                return new ExchangeOutcome(ExchangeEnd.NoResponse, Rejected: RejectionReason.UnrequestedUpgrade);

            // 3. Interim responses are passed on, but never to HTTP/1.0 (RFC 9110 §15.2).
            if (line.IsInterim)
            {
                if (!request.Version.IsAtLeast11)
                    continue;
                var interim = ResponseForClient.Compose(line, head.Fields, framing.Value, closes: false, options.Name);
                if (!await TrySendAsync(interim, cancel))
                    return new ExchangeOutcome(ExchangeEnd.ClientGone);
                continue;
            }

            // 4. The final head and the body. If the request is still on its way, the rest of it would be taken for another
            // request, so the connection closes.
            var toClient = ResponseForClient.FramingFor(request.Version, framing.Value);
            var closes = toClient.Delimiter == BodyDelimiter.Close || !client.MayAskAgain(request, requestBody.IsReceived);
            var composed = ResponseForClient.Compose(line, head.Fields, toClient, closes, options.Name);
            var writer = client.Syntax.Begin(composed, origin.Tcp);
            var body = new BodyReader(origin.Reader, framing.Value, options.MaxHead, isRequest: false);
            var outcome = new ExchangeOutcome(ExchangeEnd.Complete, line.Status, toClient, closes)
            {
                OriginPersists = Persists(line, head.Fields, framing.Value),
            };
            return await RelayAsync(body, writer, outcome, cancel);
        }
    }

    /// <summary>
    /// Whether another response can follow on the origin's connection (RFC 9112 §9.3). HTTP/1.0 could only announce that in a way
    /// that intermediaries have misunderstood (RFC 9112 appendix C.2.2), so it is ignored.
    /// </summary>
    private static bool Persists(StatusLine line, FieldSection fields, BodyFraming framing) =>
        line.Version.IsAtLeast11 && framing.Delimiter != BodyDelimiter.Close && !fields.HasMember("Connection", "close");

    private async Task<RejectionReason?> ReadAsync(ResponseHeadParser head, CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                origin.Reader.Advance(head.Take(origin.Reader.Buffered.Span));
                if (head.IsComplete || head.Rejected is not null)
                    return head.Rejected;
                if (!await origin.Reader.FillAsync(cancel))
                    return RejectionReason.OriginClosedWithoutResponse;
                HasBegun = true;
                client.Deadline.Renew();
            }
        }
        catch (SocketException)
        {
            return RejectionReason.OriginClosedWithoutResponse;
        }
        catch (OperationCanceledException)
        {
            return RejectionReason.ResponseTimeout;
        }
    }

    private async Task<bool> TrySendAsync(ResponseHead head, CancellationToken cancel)
    {
        try
        {
            await client.Syntax.SendAsync(head, default, origin.Tcp, cancel);
            client.Deadline.Renew();
            return true;
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<ExchangeOutcome> RelayAsync(
        BodyReader body, IBodyWriter writer, ExchangeOutcome outcome, CancellationToken cancel)
    {
        try
        {
            // The head goes in one piece with the part of the body that has arrived, but does not wait for the body.
            if (!body.TryRead(out var content))
            {
                await writer.SendHeadAsync(cancel);
                client.Deadline.Renew();
                content = await body.ReadAsync(cancel);
            }

            while (!content.IsEmpty)
            {
                await writer.WriteAsync(content, cancel);
                client.Deadline.Renew();
                content = await body.ReadAsync(cancel);
            }

            await writer.SendHeadAsync(cancel);

            // A truncated body is not marked as complete, so that the client can tell (RFC 9112 §6.3, §8).
            if (body.End == BodyEnd.Complete)
                await writer.CompleteAsync(cancel);
            return outcome with
            {
                End = body.End == BodyEnd.Complete ? ExchangeEnd.Complete : ExchangeEnd.ResponseTruncated,
                Content = writer.Sent,
            };
        }
        catch (SocketException)
        {
            return outcome with { End = ExchangeEnd.ClientGone, Content = writer.Sent };
        }
        catch (OperationCanceledException)
        {
            return outcome with { End = ExchangeEnd.ResponseTruncated, Content = writer.Sent };
        }
    }
}
