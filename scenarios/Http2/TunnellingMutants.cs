using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Scenarios.Mutants;
using ConformanceKit.Wire.Http2;
using static ConformanceKit.Scenarios.Http2.Http2Flaws;

namespace ConformanceKit.Scenarios.Http2;

/// <summary>Proxies that get the bytes of a tunnel over a stream wrong, or its end.</summary>
internal static class TunnellingMutants
{
    [Mutant("strips-the-eighth-bit-of-data", "passes on only seven bits of each byte of DATA")]
    [Kills("h2/data-relay", ReasonIds.BytesDiffer)]
    [Kills("h2/tls-in-tunnel", ReasonIds.TlsBroken)]
    [Kills("h2/websocket-in-tunnel", ReasonIds.WebSocketBroken)]
    [Related("h2/upload-past-window")]
    public static Flaw StripsTheEighthBit() => FromClient(frame => frame.Type == FrameTypes.Data && !frame.Has(FrameFlags.Padded)
        ? [frame with { Payload = Array.ConvertAll(frame.Payload.ToArray(), one => (byte)(one & 0x7f)) }]
        : [frame]);

    [Mutant("waits-for-the-clients-data", "passes on what the origin says once the client has said something")]
    [Kills("h2/server-first", ReasonIds.BytesTimeout)]
    [Related("h2/fin-to-end-stream", "h2/window-zero", "h2/window-negative", "h2/empty-es-no-window")]
    public static Flaw WaitsForTheClient()
    {
        var spoken = new HashSet<int>();
        var held = new List<Frame>();
        return Broken()
            .Frames(Leg.FromClient, (frame, streams) =>
            {
                if (frame.Type == FrameTypes.Data && spoken.Add(frame.StreamId))
                    streams.SendToClient([.. held.Where(one => one.StreamId == frame.StreamId)]);
                return [frame];
            })
            .Frames(Leg.ToClient, (frame, streams) =>
            {
                if (frame.Type != FrameTypes.Data || spoken.Contains(frame.StreamId) || !streams.Of(frame.StreamId).IsTunnel)
                    return [frame];
                held.Add(frame);
                return [];
            });
    }

    // haproxy/haproxy#3205
    [Mutant("turns-end-stream-into-a-reset", "resets the stream when the client has sent END_STREAM")]
    [Kills("h2/end-stream-to-fin", ReasonIds.EndNotFin)]
    [Related("h2/fin-to-end-stream", "h2/upload-past-window")]
    public static Flaw TurnsEndStreamIntoReset() => Broken().Frames(Leg.FromClient, (frame, streams) =>
        frame is { Type: FrameTypes.Data, EndsStream: true } && streams.Of(frame.StreamId).IsConnect
            ? [frame.Without(FrameFlags.EndStream), Frame.RstStream(frame.StreamId, ErrorCodes.Cancel)]
            : [frame]);

    [Mutant("keeps-end-stream-until-both-have-ended", "sends END_STREAM only after the client has sent it")]
    [Kills("h2/fin-to-end-stream", ReasonIds.NotClosed)]
    [Related("h2/empty-es-no-window")]
    public static Flaw KeepsEndStream()
    {
        var (ended, kept) = (new HashSet<int>(), new HashSet<int>());
        return Broken()
            .Frames(Leg.FromClient, (frame, streams) =>
            {
                if (frame.EndsStream && ended.Add(frame.StreamId) && kept.Contains(frame.StreamId))
                    streams.SendToClient(Frame.Data(frame.StreamId, default, endStream: true));
                return [frame];
            })
            .Frames(Leg.ToClient, (frame, streams) =>
            {
                if (frame is not { Type: FrameTypes.Data, EndsStream: true } || !streams.Of(frame.StreamId).IsTunnel
                    || ended.Contains(frame.StreamId))
                {
                    return [frame];
                }

                kept.Add(frame.StreamId);
                return [frame.Without(FrameFlags.EndStream)];
            });
    }

    [Mutant("takes-an-origins-reset-for-its-end", "sends END_STREAM when the origin has reset its connection")]
    [Kills("h2/rst-to-connect-error", ReasonIds.EndNotReset)]
    public static Flaw TakesResetForEnd() => ToClient(frame => frame.ErrorCode == ErrorCodes.ConnectError
        ? [Frame.Data(frame.StreamId, default, endStream: true)]
        : [frame]);

    [Mutant("has-no-connect-error", "resets the stream with PROTOCOL_ERROR when the origin has reset its connection")]
    [Kills("h2/rst-to-connect-error", ReasonIds.ErrorCode)]
    public static Flaw HasNoConnectError() => ToClient(frame => frame.ErrorCode == ErrorCodes.ConnectError
        ? [Frame.RstStream(frame.StreamId, ErrorCodes.ProtocolError)]
        : [frame]);

    [Mutant("takes-a-clients-error-for-its-end", "sends FIN when the client has reset the stream with an error")]
    [Kills("h2/client-error-to-rst", ReasonIds.EndNotReset)]
    public static Flaw TakesErrorForEnd() => FromClient(
        frame => frame is { Type: FrameTypes.RstStream, ErrorCode: ErrorCodes.InternalError }
            ? [Frame.Data(frame.StreamId, default, endStream: true)]
            : [frame]);

    // As Kestrel, nghttpx and haproxy do, which take them for trailers.
    [Mutant("takes-headers-in-a-tunnel-for-trailers", "ignores HEADERS in a tunnel, except for END_STREAM")]
    [Kills("h2/headers-mid-tunnel/open", ReasonIds.NotClosed)]
    [Kills("h2/headers-mid-tunnel/end-stream", ReasonIds.NotClosed)]
    public static Flaw TakesHeadersForTrailers() => Broken().Frames(Leg.FromClient, (frame, streams) =>
    {
        if (frame.Type != FrameTypes.Headers || !streams.Of(frame.StreamId).IsTunnel)
            return [frame];
        return frame.EndsStream ? [Frame.Data(frame.StreamId, default, endStream: true)] : [];
    });

    [Mutant("ignores-push-promise", "ignores PUSH_PROMISE, as a client does that does not want it")]
    [Kills("h2/headers-mid-tunnel/push-promise", ReasonIds.NotClosed)]
    public static Flaw IgnoresPushPromise() => FromClient(frame => frame.Type == FrameTypes.PushPromise ? [] : [frame]);

    [Mutant("loses-what-waits-for-a-window", "ends the stream when the origin closes, whatever has not been sent yet")]
    [Kills("h2/flush-origin-close", ReasonIds.BytesDiffer)]
    public static Flaw LosesWhatWaits() => Broken().Filter(Leg.FromOrigin, next => new UnflushedFilter(next));

    [Mutant("ignores-data-after-end-stream", "ignores DATA after END_STREAM")]
    [Kills("h2/data-after-es", ReasonIds.NotClosed)]
    public static Flaw IgnoresDataAfterEnd()
    {
        var ended = new HashSet<int>();
        return FromClient(frame =>
        {
            if (frame.Type == FrameTypes.Data && ended.Contains(frame.StreamId))
                return [];
            if (frame.EndsStream)
                ended.Add(frame.StreamId);
            return [frame];
        });
    }

    [Mutant("passes-padding-on", "passes padding on to the origin, with its length")]
    [Kills("h2/padded", ReasonIds.BytesDiffer)]
    [Related("h2/padded-window")]
    public static Flaw PassesPaddingOn() =>
        FromClient(frame => frame.Type == FrameTypes.Data ? [frame.Without(FrameFlags.Padded)] : [frame]);

    // haproxy/haproxy#3354
    [Mutant("takes-empty-data-for-the-end", "takes empty DATA for the end of a stream")]
    [Kills("h2/empty-data", ReasonIds.ResetEarly)]
    public static Flaw TakesEmptyDataForTheEnd() => FromClient(
        frame => frame.Type == FrameTypes.Data && frame.Payload.IsEmpty ? [frame.With(FrameFlags.EndStream)] : [frame]);

    [Mutant("ends-a-cancelled-tunnel-in-order", "sends FIN when the client has cancelled the stream")]
    [Kills("h2/client-cancel-to-rst", ReasonIds.EndNotReset)]
    public static Flaw EndsACancelledTunnel() => FromClient(
        frame => frame is { Type: FrameTypes.RstStream, ErrorCode: ErrorCodes.Cancel }
            ? [Frame.Data(frame.StreamId, default, endStream: true)]
            : [frame]);

    [Mutant("mixes-streams-up", "sends DATA of a stream on another one, once there are many")]
    [Kills("h2/multi-tunnel", ReasonIds.BytesDiffer)]
    public static Flaw MixesStreamsUp() => Broken().Frames(Leg.ToClient, (frame, streams) =>
        frame.Type == FrameTypes.Data && streams.All.Count is >= 40 and <= 60
            ? [frame with { StreamId = frame.StreamId switch { 5 => 7, 7 => 5, var other => other } }]
            : [frame]);
}
