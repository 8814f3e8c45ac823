using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Wire.Http2;
using static ConformanceKit.Scenarios.Http2.Http2Flaws;

namespace ConformanceKit.Scenarios.Http2;

/// <summary>Proxies that get DATA wrong which comes before the response to its CONNECT.</summary>
internal static class EarlyDataMutants
{
    [Mutant("drops-early-data-of-a-stream", "drops DATA that comes before it has answered CONNECT")]
    [Kills("h2/early-data/same-write", ReasonIds.BytesDiffer)]
    [Kills("h2/early-data/held-syn", ReasonIds.BytesDiffer)]
    public static Flaw DropsEarlyData() => Early(_ => []);

    [Mutant("delivers-early-data-of-a-stream-twice", "passes on twice DATA that comes before it has answered CONNECT")]
    [Kills("h2/early-data/same-write", ReasonIds.BytesDiffer)]
    [Kills("h2/early-data/held-syn", ReasonIds.BytesDiffer)]
    public static Flaw DeliversTwice() => Early(frame => [frame, frame]);

    [Mutant("takes-early-data-for-an-error", "ends the connection for DATA on a stream whose CONNECT it has rejected")]
    [Kills("h2/early-data/refused", ReasonIds.ConnectionError)]
    [Related("h2/early-data-window")]
    public static Flaw TakesEarlyDataForAnError()
    {
        var early = new HashSet<int>();
        return Broken()
            .Frames(Leg.FromClient, (frame, streams) =>
            {
                if (frame.Type == FrameTypes.Data && streams.Of(frame.StreamId).Response is null)
                    early.Add(frame.StreamId);
                return [frame];
            })
            .Frames(Leg.ToClient, (frame, streams) =>
                streams.Of(frame.StreamId).Response is { Status: >= 500 } && frame.EndsStream && early.Contains(frame.StreamId)
                    ? [frame, Frame.GoAway(frame.StreamId, ErrorCodes.StreamClosed)]
                    : [frame]);
    }

    // The window of the connection is that of the beginning, and only what tunnels carry is returned to it.
    [Mutant("keeps-the-window-of-refused-streams",
        "never returns to the connection's window what came on a stream that it rejected")]
    [Kills("h2/early-data-window", ReasonIds.ReplyTimeout)]
    public static Flaw KeepsTheWindow()
    {
        var owed = new Dictionary<int, int>();
        return Broken()
            .Frames(Leg.FromClient, (frame, streams) =>
            {
                if (frame.Type != FrameTypes.Data || frame.Payload.IsEmpty)
                    return [frame];
                if (streams.Of(frame.StreamId).IsTunnel)
                    streams.SendToClient(Frame.WindowUpdate(0, (uint)frame.Payload.Length));
                else
                    owed[frame.StreamId] = owed.GetValueOrDefault(frame.StreamId) + frame.Payload.Length;
                return [frame];
            })
            .Frames(Leg.ToClient, (frame, streams) => frame switch
            {
                { Type: FrameTypes.WindowUpdate, StreamId: 0 } => [],
                { Type: FrameTypes.Headers } when streams.Of(frame.StreamId).IsTunnel
                    && owed.Remove(frame.StreamId, out var length) => [frame, Frame.WindowUpdate(0, (uint)length)],
                _ => [frame],
            });
    }

    private static Flaw Early(Func<Frame, IEnumerable<Frame>> edit) => Broken().Frames(Leg.FromClient, (frame, streams) =>
        frame.Type == FrameTypes.Data && streams.Of(frame.StreamId) is { IsConnect: true, Response: null }
            ? edit(frame)
            : [frame]);
}
