using ConformanceKit.ReferenceProxy.Connections;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Forwarding;

/// <summary>
/// One request and its response on one connection to the origin: step 6 of <see cref="ForwardHandler"/>. The request goes up
/// while the response comes down, and either of them, or a client that leaves, can make the rest pointless: then it is abandoned.
/// </summary>
internal sealed class Exchange
{
    private readonly Client _client;
    private readonly OriginConnection _origin;
    private readonly ProxyOptions _options;
    private readonly BodyReader _body;
    private readonly RequestUpload _upload;
    private readonly ResponseDownload _download;
    private volatile bool _clientIsGone;
    private bool _clientHasFinished;

    /// <summary>Prepares an exchange.</summary>
    public Exchange(Client client, Request request, OriginConnection origin, ProxyOptions options)
    {
        (_client, _origin, _options) = (client, origin, options);
        _body = new BodyReader(client.Reader, request.Framing, options.MaxHead, isRequest: true);
        _upload = new RequestUpload(_body, client.Connection, origin.Tcp, request.FramingForOrigin.Delimiter, client.Deadline);
        _download = new ResponseDownload(client, request, _body, origin, options);
    }

    /// <summary>What became of the request.</summary>
    public UploadEnd Uploaded { get; private set; }

    /// <summary>How many bytes of content were sent to the origin.</summary>
    public long Sent => _upload.Sent;

    /// <summary>Whether the client has sent the whole request.</summary>
    public bool IsReceived => _body.IsReceived;

    /// <summary>Whether the origin has sent a byte of a response.</summary>
    public bool IsAnswered => _download.HasBegun;

    /// <summary>Runs the exchange to its end.</summary>
    /// <param name="head">The head for the origin.</param>
    public async Task<ExchangeOutcome> RunAsync(ReadOnlyMemory<byte> head)
    {
        // 6a. Both directions at once, until nothing has moved for the idle timeout. PeerWatch notices meanwhile if the client
        // leaves. Others have their turns while this waits for the response.
        var cancel = _client.Deadline.In(_options.IdleTimeout);
        _client.Connection.OnFarEnd = OnClientEnd;
        _origin.Tcp.Turn.Begin();
        var up = UploadAsync(head, cancel);
        var down = _download.RunAsync(cancel);
        var waits = !down.IsCompleted;
        var outcome = await down;
        if (waits)
            _client.Connection.Turn.Begin();

        // 6b. An origin may answer early and still want the rest of the request; without a complete response, nobody needs it.
        if (outcome.End == ExchangeEnd.Complete)
            _client.Deadline.Change(_options.LingerTimeout);
        else
            Abandon();
        Uploaded = await up;
        _client.Connection.OnFarEnd = null;
        _body.Consume();

        // 6c. If the client has gone, the response is no longer needed; and an incomplete request must not look complete: in both
        // cases, reset the connection to the origin.
        if (_clientIsGone && outcome.End != ExchangeEnd.Complete)
            outcome = outcome with { End = ExchangeEnd.ClientGone };
        if (Uploaded != UploadEnd.Complete || outcome.End == ExchangeEnd.ClientGone)
            _origin.Tcp.Abort();

        // 6d. Without a response, report what is wrong with the request first; otherwise blame whichever side was late.
        if (outcome.End == ExchangeEnd.NoResponse)
            outcome = outcome with { Rejected = _body.Rejected ?? WhoIsLate(outcome.Rejected) };
        return outcome;
    }

    private async Task<UploadEnd> UploadAsync(ReadOnlyMemory<byte> head, CancellationToken cancel)
    {
        // If the request fails on the client's side, the origin's answer is no longer wanted.
        var end = await _upload.RunAsync(head, cancel);
        if (end is UploadEnd.ClientGone or UploadEnd.Malformed)
            Abandon();
        return end;
    }

    // Called now and then on another thread. FIN may mean that the client has left, or that it is only waiting for the response
    // (RFC 9112 §9.6): so from then on, the origin may be quiet only for the drain timeout. RST leaves no doubt.
    private void OnClientEnd(FarEnd far)
    {
        if (far == FarEnd.Gone)
        {
            _clientIsGone = true;
            Abandon();
        }
        else if (far == FarEnd.Finished && !_clientHasFinished)
        {
            _clientHasFinished = true;
            _client.Deadline.Change(_options.DrainTimeout);
        }
    }

    /// <summary>
    /// Ends both directions, whatever they are waiting for: their waits share the token of the client's deadline.
    /// </summary>
    private void Abandon() => _client.Deadline.GiveUp();

    private RejectionReason? WhoIsLate(RejectionReason? reason) =>
        reason == RejectionReason.ResponseTimeout && _upload.AwaitsClient ? RejectionReason.BodyTimeout : reason;
}
