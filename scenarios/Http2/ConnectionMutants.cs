using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire.Http2;
using static ConformanceKit.Scenarios.Http2.Http2Flaws;

namespace ConformanceKit.Scenarios.Http2;

/// <summary>Proxies that get wrong what the streams of a connection have in common.</summary>
internal static class ConnectionMutants
{
    [Mutant("ends-the-connection-for-a-rejection", "announces the end of the connection with each rejection")]
    [Kills("h2/reject-keeps-connection", ReasonIds.ConnectionError)]
    public static Flaw EndsTheConnection() => Broken().Frames(Leg.ToClient, (frame, streams) =>
        frame.Type == FrameTypes.Headers && streams.Of(frame.StreamId).Response is { Status: >= 500 }
            ? [frame, Frame.GoAway(int.MaxValue, ErrorCodes.NoError)]
            : [frame]);

    [Mutant("takes-credentials-for-the-connection", "takes the credentials of one stream for those of all that follow")]
    [Kills("h2/407", ReasonIds.Accepted)]
    public static Flaw TakesCredentials()
    {
        string? known = null;
        return new Flaw().Only(ListenerNames.H2Auth).RequestFields(fields =>
        {
            known = fields.Value("proxy-authorization") ?? known;
            if (known is not null)
                fields.Set("proxy-authorization", known);
        });
    }

    [Mutant("counts-no-streams", "opens more streams than it says")]
    [Kills("h2/concurrency", ReasonIds.Accepted)]
    public static Flaw CountsNoStreams() => Advertising(100).Options(options => options with { MaxStreams = 200 });

    [Mutant("allows-ten-streams", "says that ten streams may be open at once")]
    [Kills("h2/concurrency-value", ReasonIds.FieldValue)]
    public static Flaw AllowsTenStreams() => Broken().Options(options => options with { MaxStreams = 10 });

    [Mutant("ends-tunnels-on-goaway", "ends all tunnels when the client sends GOAWAY")]
    [Kills("h2/client-goaway", ReasonIds.ResetEarly)]
    public static Flaw EndsTunnelsOnGoAway() => Broken().Frames(Leg.FromClient, (frame, streams) =>
    {
        if (frame.Type != FrameTypes.GoAway)
            return [frame];
        foreach (var stream in streams.All.Where(stream => stream.IsTunnel))
            streams.SendToClient(Frame.RstStream(stream.Id, ErrorCodes.Cancel));
        return [frame];
    });

    [Mutant("takes-a-field-section-of-any-length", "takes a field section of any length")]
    [Kills("h2/continuation-flood", ReasonIds.NotClosed)]
    [Kills("h2/header-list-huge", ReasonIds.Accepted)]
    public static Flaw TakesAnyLength() => Broken().Options(options => options with
    {
        MaxHead = int.MaxValue / 4,
        MaxContinuation = int.MaxValue,
    });

    [Mutant("closes-an-idle-connection-without-goaway", "closes a connection without streams, and sends no GOAWAY before it")]
    [Kills("h2/goaway-before-close", ReasonIds.ClosedEarly)]
    public static Flaw ClosesWithoutGoAway() => new Flaw().Only(ListenerNames.H2Impatient)
        .Frames(Leg.ToClient, frame => frame is { Type: FrameTypes.GoAway, ErrorCode: ErrorCodes.NoError } ? [] : [frame]);

    // The dial goes on for a stream whose RST_STREAM has not been read yet, and nothing counts those.
    [Mutant("dials-for-streams-that-are-reset", "dials for a stream although the client has reset it meanwhile")]
    [Kills("h2/rapid-reset", ReasonIds.OriginCount)]
    public static Flaw DialsForResetStreams() => Broken()
        .Options(options => options with { MaxStreams = 2000 })
        .Frames(Leg.FromClient, (frame, streams) =>
            frame.Type == FrameTypes.RstStream && streams.Of(frame.StreamId).Response is null ? [] : [frame]);

    [Mutant("ends-without-an-error-for-rapid-resets", "names no error when it ends the connection for streams reset too fast")]
    [Kills("h2/rapid-reset", ReasonIds.ErrorCode)]
    [Related("h2/header-list-huge")]
    public static Flaw EndsWithoutAnError() => ToClient(frame => frame.ErrorCode == ErrorCodes.EnhanceYourCalm
        ? [Frame.GoAway(0, ErrorCodes.NoError)]
        : [frame]);

    [Mutant("answers-a-stream-too-many", "answers CONNECT with 429 on a stream that it should refuse")]
    [Kills("h2/concurrency", ReasonIds.EndNotReset)]
    public static Flaw AnswersAStreamTooMany() => ToClient(frame =>
        frame is { Type: FrameTypes.RstStream, ErrorCode: ErrorCodes.RefusedStream }
            ? [Frame.Headers(frame.StreamId, Hpack.Block(new Http2Field(":status", "429")), endStream: true)]
            : [frame]);

    private static Flaw Advertising(uint streams) => ToClient(frame =>
        frame.Type == FrameTypes.Settings && !frame.Has(FrameFlags.Ack)
            ? [frame, Frame.Settings(new Setting(Setting.MaxConcurrentStreams, streams))]
            : [frame]);
}
