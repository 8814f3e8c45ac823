using ConformanceKit.ReferenceProxy.Http;
using ConformanceKit.ReferenceProxy.Tcp;

namespace ConformanceKit.ReferenceProxy.Forwarding;

/// <summary>
/// One request and its response on one connection to the origin: step 6 of <see cref="ForwardHandler"/>. The request goes up
/// while the response comes down, and either of them, or the client by going away, can make the rest pointless: then it is
/// abandoned.
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

    /// <summary>An exchange that is about to begin.</summary>
    public Exchange(Client client, Request request, OriginConnection origin, ProxyOptions options)
    {
        (_client, _origin, _options) = (client, origin, options);
        _body = new BodyReader(client.Reader, request.Framing, options.MaxHead, isRequest: true);
        _upload = new RequestUpload(_body, client.Tcp, origin.Tcp, request.Framing.Delimiter, client.Deadline);
        _download = new ResponseDownload(client, request, _body, origin, options);
    }

    /// <summary>What became of the request.</summary>
    public UploadEnd Uploaded { get; private set; }

    /// <summary>Bytes of content that went up.</summary>
    public long Sent => _upload.Sent;

    /// <summary>Whether the client has sent the whole request.</summary>
    public bool IsReceived => _body.IsReceived;

    /// <summary>Whether the origin has sent a byte of a response.</summary>
    public bool IsAnswered => _download.HasBegun;

    /// <summary>Runs the exchange to its end.</summary>
    /// <param name="head">The head for the origin.</param>
    public async Task<ExchangeOutcome> RunAsync(ReadOnlyMemory<byte> head)
    {
        // 6a. Both directions at once, until nothing has moved for the idle timeout. While nobody receives from the client, it is
        // looked after. Waiting for the response leaves others their turns.
        var cancel = _client.Deadline.In(_options.IdleTimeout);
        _client.Tcp.OnFarEnd = ClientIs;
        _origin.Tcp.Turn.Begin();
        var up = UploadAsync(head, cancel);
        var down = _download.RunAsync(cancel);
        var waits = !down.IsCompleted;
        var outcome = await down;
        if (waits)
            _client.Tcp.Turn.Begin();

        // 6b. An origin may answer early and still want the rest of the request; without a complete response nobody does.
        if (outcome.End == ExchangeEnd.Complete)
            _client.Deadline.Change(_options.LingerTimeout);
        else
            Abandon();
        Uploaded = await up;
        _client.Tcp.OnFarEnd = null;
        _body.Consume();

        // 6c. A client that has gone wants nothing of the origin; and a request that is not complete must not look complete: RST.
        if (_clientIsGone && outcome.End != ExchangeEnd.Complete)
            outcome = outcome with { End = ExchangeEnd.ClientGone };
        if (Uploaded != UploadEnd.Complete || outcome.End == ExchangeEnd.ClientGone)
            _origin.Tcp.Reset();

        // 6d. Without a response, what is wrong with the request comes first; else blame whichever side we were waiting for.
        if (outcome.End == ExchangeEnd.NoResponse)
            outcome = outcome with { Rejected = _body.Rejected ?? WhoIsLate(outcome.Rejected) };
        return outcome;
    }

    private async Task<UploadEnd> UploadAsync(ReadOnlyMemory<byte> head, CancellationToken cancel)
    {
        // A request that fails on the client's side is not to be answered by the origin.
        var end = await _upload.RunAsync(head, cancel);
        if (end is UploadEnd.ClientGone or UploadEnd.Malformed)
            Abandon();
        return end;
    }

    // Called now and then on another thread. FIN may mean that nobody wants the response, or that nothing but the response is
    // awaited (RFC 9112 §9.6): then the origin may not be quiet for as long as otherwise. RST leaves no doubt.
    private void ClientIs(FarEnd far)
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

    /// <summary>Ends both directions, whatever they wait for: their waits share the token of the client's deadline.</summary>
    private void Abandon() => _client.Deadline.GiveUp();

    private RejectionReason? WhoIsLate(RejectionReason? reason) =>
        reason == RejectionReason.ResponseTimeout && _upload.AwaitsClient ? RejectionReason.BodyTimeout : reason;
}
