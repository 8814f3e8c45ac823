using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Wire.Http2;
using static ConformanceKit.Scenarios.Http2.Http2Flaws;

namespace ConformanceKit.Scenarios.Http2;

/// <summary>Proxies that begin HTTP/2, or a tunnel in it, in the wrong way.</summary>
internal static class EstablishingMutants
{
    [Mutant("acknowledges-no-settings", "does not acknowledge SETTINGS")]
    [Kills("h2/preface", ReasonIds.ReplyTimeout)]
    [Related("h2/*")]
    public static Flaw AcknowledgesNothing() =>
        Withholding(frame => frame.Type == FrameTypes.Settings && frame.Has(FrameFlags.Ack));

    [Mutant("sends-no-settings", "begins HTTP/2 with another frame than SETTINGS")]
    [Kills("h2/preface", ReasonIds.MalformedFrame)]
    [Related("h2/*")]
    public static Flaw SendsNoSettings() =>
        Withholding(frame => frame.Type == FrameTypes.Settings && !frame.Has(FrameFlags.Ack));

    // As a library does that sends the head of a response with the first bytes of its content.
    [Mutant("holds-the-2xx-of-a-stream-back", "sends the 2xx of a stream with the first DATA from the origin")]
    [Kills("h2/connect", ReasonIds.ReplyTimeout)]
    [Related("h2/*")]
    public static Flaw HoldsThe2xxBack()
    {
        var held = new Dictionary<int, Frame>();
        return Broken().Frames(Leg.ToClient, (frame, streams) =>
        {
            if (frame.Type == FrameTypes.Headers && streams.Of(frame.StreamId).IsTunnel)
            {
                held[frame.StreamId] = frame;
                return [];
            }

            return held.Remove(frame.StreamId, out var head) ? [head, frame] : [frame];
        });
    }

    [Mutant("adds-content-length-to-a-streams-2xx", "answers CONNECT on a stream with content-length in its 2xx")]
    [Kills("h2/no-content-length-2xx", ReasonIds.FieldPresent)]
    public static Flaw AddsContentLength() => Broken().ResponseFields((fields, stream) =>
    {
        if (stream.IsTunnel)
            fields.Add("content-length", "0");
    });

    [Mutant("sends-connection-on-a-stream", "rejects a request on a stream with a field of the connection")]
    [Kills("h2/no-connection-fields-response", ReasonIds.FieldPresent)]
    public static Flaw SendsConnection() => Broken().ResponseFields((fields, _) =>
    {
        if (fields.Status >= 400)
            fields.Add("connection", "keep-alive");
    });

    [Mutant("sends-names-in-upper-case", "sends the names of a rejection's fields as HTTP/1 has them")]
    [Kills("h2/response-names-lowercase", ReasonIds.FieldName)]
    public static Flaw SendsUpperCase() => Broken().ResponseFields((fields, _) =>
    {
        if (fields.Status >= 400)
            fields.Change(field => field.Name[0] == ':' ? field : field with { Name = field.Name.ToUpperInvariant() });
    });

    [Mutant("answers-a-stream-while-it-still-dials",
        "answers CONNECT on a stream with 200 before the target accepts, if that takes a moment")]
    [Kills("h2/2xx-only-after-tcp", ReasonIds.Accepted)]
    public static Flaw AnswersWhileItDials() => Broken()
        .Options(options => options with { DialTimeout = TimeSpan.FromMilliseconds(100) })
        .ResponseFields((fields, stream) =>
        {
            if (stream.IsConnect && fields.Status == 504)
                fields.Set(":status", "200");
        });

    [Mutant("rejects-te", "rejects CONNECT on a stream with TE, whatever it says")]
    [Kills("h2/te-trailers", ReasonIds.NotSuccessful)]
    public static Flaw RejectsTe() => Broken().ResponseFields((fields, stream) =>
    {
        if (stream is { IsConnect: true, Request: { } request } && request.Value("te") is not null)
            fields.Set(":status", "400");
    });

    // As Apache Traffic Server 9.2 does, which offers HTTP/2 by ALPN all the same.
    [Mutant("selects-http2-and-opens-no-tunnel", "selects HTTP/2 by ALPN, and resets each stream with CONNECT")]
    [Kills("h2/alpn-usable", ReasonIds.ResetWithoutReply)]
    [Related("h2/*")]
    public static Flaw OpensNoTunnel() => Broken().Frames(Leg.ToClient, (frame, streams) => streams.Of(frame.StreamId).IsTunnel
        ? frame.Type == FrameTypes.Headers ? [Frame.RstStream(frame.StreamId, ErrorCodes.RefusedStream)] : []
        : [frame]);

    [Mutant("looks-for-end-stream-on-data-alone", "ignores END_STREAM on HEADERS")]
    [Records("h2/es-on-headers", "the origin does not hear that the client has ended")]
    [Related("h2-forward/*")]
    public static Flaw LooksOnDataAlone() =>
        FromClient(frame => frame.Type == FrameTypes.Headers ? [frame.Without(FrameFlags.EndStream)] : [frame]);
}
