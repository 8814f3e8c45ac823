using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Scenarios.Mutants;
using ConformanceKit.Wire.Http2;
using static ConformanceKit.Scenarios.Http2.Http2Flaws;

namespace ConformanceKit.Scenarios.Http2Forward;

/// <summary>Proxies that get the response to a request in HTTP/2 wrong.</summary>
internal static class ResponseMutants
{
    private static readonly string[] s_ofTheConnection =
        ["X-Hop", "Keep-Alive", "Proxy-Connection", "Upgrade", "Transfer-Encoding"];

    [Mutant("names-http-2-in-a-responses-via", "writes HTTP/2 into Via for a response that came in HTTP/1.1")]
    [Kills("h2-forward/via-response", ReasonIds.FieldValue)]
    public static Flaw NamesHttp2() => Forwarded((fields, _) =>
    {
        if (fields.Value("via") is { } via)
            fields.Set("via", via.Replace("1.1 ", "2.0 ", StringComparison.Ordinal));
    });

    [Mutant("passes-on-what-concerns-the-origins-connection", "sends fields to a stream that concern the origin's connection")]
    [Kills("h2-forward/response-hop-fields", ReasonIds.FieldPresent)]
    public static Flaw PassesOnHopFields()
    {
        var came = new List<Http2Field>();
        return Forwarded((fields, _) =>
        {
            foreach (var field in came)
                fields.Add(field.Name, field.Value);
        }).OriginResponse(head => came.AddRange(s_ofTheConnection.Where(name => head.Field(name) is not null)
            .Select(name => new Http2Field(name.ToLowerInvariant(), head.Field(name)!))));
    }

    [Mutant("keeps-the-case-of-names", "sends the names of the origin's fields as HTTP/1 has them")]
    [Kills("h2-forward/response-upper-case", ReasonIds.FieldName)]
    public static Flaw KeepsTheCase() => Forwarded((fields, _) => fields.Change(
        field => field.Name == "x-unheard-of" ? field with { Name = "X-Unheard-Of" } : field));

    [Mutant("sends-the-status-twice", "sends :status twice if the reason phrase is not that of the status")]
    [Kills("h2-forward/response-status", ReasonIds.MalformedResponse)]
    public static Flaw SendsTheStatusTwice()
    {
        var isStrange = false;
        return Forwarded((fields, _) =>
        {
            if (isStrange)
                fields.Lines.Insert(1, new(":status", fields.Value(":status")!));
        }).OriginResponse(head => isStrange = head.StartLine.EndsWith("Strange", StringComparison.Ordinal));
    }

    [Mutant("rounds-the-status-of-a-stream", "sends x00 for a status that it does not know")]
    [Kills("h2-forward/response-status/299", ReasonIds.Status)]
    [Kills("h2-forward/response-status/599", ReasonIds.Status)]
    public static Flaw RoundsTheStatus() => Forwarded((fields, _) =>
    {
        if (fields.Status is 299 or 599)
            fields.Set(":status", fields.Value(":status")![..1] + "00");
    });

    [Mutant("drops-103", "drops interim responses on their way to a stream")]
    [Kills("h2-forward/forward-1xx", ReasonIds.Status)]
    public static Flaw DropsInterim() => Interim(_ => []);

    [Mutant("ends-the-stream-with-a-103", "sends an interim response with END_STREAM")]
    [Kills("h2-forward/forward-1xx", ReasonIds.ClosedWithoutReply)]
    public static Flaw EndsWithInterim() => Interim(frame => [frame.With(FrameFlags.EndStream)]);

    [Mutant("passes-101-on", "passes a 101 on to a stream")]
    [Kills("h2-forward/no-101", ReasonIds.NotRejected)]
    public static Flaw Passes101On()
    {
        var isSwitched = false;
        return Broken().OriginResponse(head => isSwitched |= head.Status == 101).ResponseFields((fields, stream) =>
        {
            if (isSwitched && stream is { IsConnect: false } && fields.Status == 502)
                fields.Set(":status", "101");
        });
    }

    [Mutant("sends-content-where-there-is-none", "sends content with a response that by definition has none")]
    [Kills("h2-forward/head-204-304", ReasonIds.BytesDiffer)]
    public static Flaw SendsContent() => Broken().Frames(Leg.ToClient, (frame, streams) =>
        frame is { Type: FrameTypes.Headers, EndsStream: true }
            && streams.Of(frame.StreamId) is { Request: { } request, Response: { } response }
            && (request.Method == "HEAD" || response.Status is 204 or 304)
            ? [frame.Without(FrameFlags.EndStream), Frame.Data(frame.StreamId, "hello"u8.ToArray(), endStream: true)]
            : [frame]);

    [Mutant("ends-a-truncated-response-in-order", "sends END_STREAM when the origin breaks its response off")]
    [Kills("h2-forward/truncated", ReasonIds.EndNotReset)]
    public static Flaw EndsInOrder() => Broken().Frames(Leg.ToClient, (frame, streams) =>
        frame.Type == FrameTypes.RstStream
            && streams.Of(frame.StreamId) is { IsConnect: false, Response: { IsSuccessful: true } }
            ? [Frame.Data(frame.StreamId, default, endStream: true)]
            : [frame]);

    [Mutant("merges-trailers-of-a-stream", "makes header fields of the trailer fields of a request or a response")]
    [Kills("h2-forward/trailers", ReasonIds.FieldPresent)]
    [Related("h2/method-case")]
    public static Flaw MergesTrailers()
    {
        var (held, content) = (new Dictionary<int, Frame>(), new List<Frame>());
        return Broken()
            .Bytes(Leg.FromOrigin, TrailerMerging.MergeAsync)
            .RequestFields(_ => { })
            .Frames(Leg.FromClient, (frame, streams) =>
            {
                // 1. The head and the content wait for the trailer section.
                if (frame.Type is not (FrameTypes.Headers or FrameTypes.Data)
                    || streams.Of(frame.StreamId) is { IsConnect: true } or { Request: null }
                    || streams.Of(frame.StreamId).Request!.Value("content-length") is not null)
                {
                    return [frame];
                }

                if (!held.TryGetValue(frame.StreamId, out var head))
                {
                    if (!frame.EndsStream)
                        held[frame.StreamId] = frame;
                    return frame.EndsStream ? [frame] : [];
                }

                if (frame.Type == FrameTypes.Data)
                    content.Add(frame);
                if (!frame.EndsStream)
                    return [];

                // 2. Literals can follow each other, whichever section they came in.
                held.Remove(frame.StreamId);
                Frame[] released = frame.Type == FrameTypes.Data
                    ? [head, .. content]
                    : [
                        head with { Payload = (byte[])[.. head.Payload.Span, .. frame.Payload.Span] }, .. content,
                        Frame.Data(frame.StreamId, default, endStream: true),
                    ];
                content.Clear();
                return released;
            });
    }

    [Mutant("serves-one-request-at-a-time", "serves the next request of a connection in HTTP/2 when the last one is answered")]
    [Kills("h2-forward/interleave", ReasonIds.ReplyTimeout)]
    [Related("h2-forward/cancel")]
    public static Flaw ServesOneAtATime()
    {
        var (waiting, isBusy) = (new Queue<Frame>(), false);
        return Broken()
            .Frames(Leg.FromClient, (frame, streams) =>
            {
                if (frame.Type != FrameTypes.Headers || streams.Of(frame.StreamId).Request?.Method != "GET")
                    return [frame];
                if (isBusy)
                    waiting.Enqueue(frame);
                var isFirst = !isBusy;
                isBusy = true;
                return isFirst ? [frame] : [];
            })
            .Frames(Leg.ToClient, (frame, streams) =>
            {
                if (frame.Type != FrameTypes.Headers
                    || streams.Of(frame.StreamId) is not { IsConnect: false, Response: not null })
                {
                    return [frame];
                }

                isBusy = waiting.TryDequeue(out var next);
                if (next is not null)
                    streams.SendToProxy(next);
                return [frame];
            });
    }

    [Mutant("reads-no-more-of-a-cancelled-response", "reads no more from an origin once the client has cancelled its request")]
    [Kills("h2-forward/cancel", ReasonIds.BytesTimeout)]
    [Related("h2/client-cancel-to-rst", "h2/client-error-to-rst")]
    public static Flaw ReadsNoMore()
    {
        var isCancelled = false;
        return FromClient(frame =>
        {
            isCancelled |= frame is { Type: FrameTypes.RstStream };
            return isCancelled && frame.Type == FrameTypes.WindowUpdate || frame.Type == FrameTypes.RstStream ? [] : [frame];
        });
    }

    [Mutant("resets-a-stream-in-place-of-an-early-response",
        "resets the stream if the origin answers before all content has come")]
    [Kills("h2-forward/early-response", ReasonIds.ResetWithoutReply)]
    public static Flaw ResetsEarly()
    {
        var ended = new HashSet<int>();
        return FromClient(frame =>
        {
            if (frame.EndsStream)
                ended.Add(frame.StreamId);
            return [frame];
        }).Frames(Leg.ToClient, (frame, streams) =>
            frame.Type == FrameTypes.Headers && !ended.Contains(frame.StreamId)
                && streams.Of(frame.StreamId) is { IsConnect: false, Response.Status: 413 }
                ? [Frame.RstStream(frame.StreamId, ErrorCodes.Cancel)]
                : [frame]);
    }

    [Mutant("pushes-what-is-linked", "pushes what a response links to, whatever the client's SETTINGS say")]
    [Kills("h2-forward/push-none", ReasonIds.UnexpectedBytes)]
    public static Flaw PushesLinks() => Broken().Frames(Leg.ToClient, (frame, streams) =>
        frame.Type == FrameTypes.Headers && streams.Of(frame.StreamId).Response?.Value("link") is not null
            ? [Promise(frame.StreamId), frame]
            : [frame]);

    private static Frame Promise(int stream) => new(FrameTypes.PushPromise, FrameFlags.EndHeaders, stream,
        (byte[])[0, 0, 0, 2, .. Hpack.Block(Http2Requests.Fields("GET", "origin.invalid", "/style.css"))]);

    private static Flaw Interim(Func<Frame, IEnumerable<Frame>> edit) => Broken().Frames(Leg.ToClient, (frame, streams) =>
        frame.Type == FrameTypes.Headers && streams.Of(frame.StreamId).Response is null ? edit(frame) : [frame]);

    // The heads of final responses that an origin has sent.
    private static Flaw Forwarded(Action<FieldList, StreamExchange> edit) => Broken().ResponseFields((fields, stream) =>
    {
        if (stream is { IsConnect: false } && fields.Value("via") is not null && fields.Status >= 200)
            edit(fields, stream);
    });
}
