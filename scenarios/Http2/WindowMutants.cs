using System.Buffers.Binary;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Wire.Http2;
using static ConformanceKit.Scenarios.Http2.Http2Flaws;

namespace ConformanceKit.Scenarios.Http2;

/// <summary>Proxies that get flow control wrong.</summary>
internal static class WindowMutants
{
    [Mutant("does-not-credit-padding", "never lets the client send again what padding took from the windows")]
    [Kills("h2/padded-window", ReasonIds.BytesTimeout)]
    public static Flaw DoesNotCreditPadding()
    {
        var owed = new Dictionary<int, int>();
        return FromClient(frame =>
        {
            if (frame.Type == FrameTypes.Data && frame.Has(FrameFlags.Padded))
            {
                foreach (var id in new[] { 0, frame.StreamId })
                    owed[id] = owed.GetValueOrDefault(id) + frame.Payload.Span[0] + 1;
            }

            return [frame];
        }).Frames(Leg.ToClient, frame =>
        {
            if (frame.Type != FrameTypes.WindowUpdate)
                return [frame];
            var kept = Math.Min(owed.GetValueOrDefault(frame.StreamId), Increment(frame));
            owed[frame.StreamId] = owed.GetValueOrDefault(frame.StreamId) - kept;
            return Increment(frame) == kept ? [] : [Frame.WindowUpdate(frame.StreamId, (uint)(Increment(frame) - kept))];
        });
    }

    [Mutant("ignores-an-initial-window-of-0", "sends DATA although the window is 0")]
    [Kills("h2/window-zero", ReasonIds.FlowControl)]
    public static Flaw IgnoresTheWindow()
    {
        var isZero = false;
        return FromClient(frame =>
        {
            isZero |= IsInitialWindowOf0(frame);
            return isZero && frame.Type == FrameTypes.Headers ? [frame, Frame.WindowUpdate(frame.StreamId, 65_535)] : [frame];
        });
    }

    [Mutant("lets-a-window-overflow", "ignores a WINDOW_UPDATE that would make a window too large")]
    [Kills("h2/window-overflow", ReasonIds.NotClosed)]
    public static Flaw LetsAWindowOverflow() => FromClient(
        frame => frame.Type == FrameTypes.WindowUpdate && Increment(frame) > int.MaxValue / 2 ? [] : [frame]);

    [Mutant("lets-nobody-send-past-a-window", "never sends WINDOW_UPDATE for a stream")]
    [Kills("h2/upload-past-window", ReasonIds.BytesTimeout)]
    [Related("h2/padded-window")]
    public static Flaw LetsNobodySend() => Withholding(frame => frame is { Type: FrameTypes.WindowUpdate, StreamId: > 0 });

    // As proxies do whose connection has one window of 64 KiB for all streams.
    [Mutant("shares-one-window-among-all", "lets the client send on the connection only what the origins have taken")]
    [Kills("h2/stalled-isolated", ReasonIds.BytesTimeout)]
    [Related("h2/ping-while-stalled", "h2/early-data-window")]
    public static Flaw SharesOneWindow() => ToClient(frame => frame.Type != FrameTypes.WindowUpdate ? [frame]
        : frame.StreamId == 0 ? []
        : [frame, Frame.WindowUpdate(0, (uint)Increment(frame))]);

    [Mutant("keeps-to-the-first-initial-window", "ignores SETTINGS that shrink the windows of open streams")]
    [Kills("h2/window-negative", ReasonIds.FlowControl)]
    public static Flaw KeepsToTheFirstWindow()
    {
        var hasBegun = false;
        return FromClient(frame =>
        {
            if (frame.Type != FrameTypes.Settings || frame.Has(FrameFlags.Ack))
                return [frame];
            var isLater = hasBegun;
            hasBegun = true;
            return [isLater ? Frame.Settings() : frame];
        });
    }

    [Mutant("holds-an-end-for-want-of-a-window", "sends END_STREAM only when the window allows more DATA")]
    [Kills("h2/empty-es-no-window", ReasonIds.NotClosed)]
    public static Flaw HoldsAnEnd()
    {
        var isZero = false;
        var credited = new HashSet<int>();
        return FromClient(frame =>
        {
            isZero |= IsInitialWindowOf0(frame);
            if (frame.Type == FrameTypes.WindowUpdate)
                credited.Add(frame.StreamId);
            return [frame];
        }).Frames(Leg.ToClient, (frame, streams) =>
            isZero && frame is { Type: FrameTypes.Data, EndsStream: true } && streams.Of(frame.StreamId).IsTunnel
                && !credited.Contains(frame.StreamId)
                ? []
                : [frame]);
    }

    [Mutant("answers-no-ping-while-stalled", "answers no PING while a stream's window is used up")]
    [Kills("h2/ping-while-stalled", ReasonIds.ReplyTimeout)]
    public static Flaw AnswersNoPingWhileStalled()
    {
        const int window = 65_535;
        var open = new Dictionary<int, int>();
        return FromClient(frame =>
        {
            if (frame.Type == FrameTypes.Data)
                open[frame.StreamId] = open.GetValueOrDefault(frame.StreamId) + frame.Payload.Length;
            return [frame];
        }).Frames(Leg.ToClient, frame =>
        {
            if (frame is { Type: FrameTypes.WindowUpdate, StreamId: > 0 })
                open[frame.StreamId] = open.GetValueOrDefault(frame.StreamId) - Increment(frame);
            return frame.Type == FrameTypes.Ping && open.Values.Any(used => used > window * 3 / 4) ? [] : [frame];
        });
    }

    private static bool IsInitialWindowOf0(Frame frame) => frame.Type == FrameTypes.Settings
        && frame.Payload.Span.StartsWith((byte[])[0, (byte)Setting.InitialWindowSize, 0, 0, 0, 0]);

    private static int Increment(Frame frame) => BinaryPrimitives.ReadInt32BigEndian(frame.Payload.Span) & int.MaxValue;
}
