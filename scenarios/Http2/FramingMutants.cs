using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Wire.Http2;
using static ConformanceKit.Scenarios.Http2.Http2Flaws;

namespace ConformanceKit.Scenarios.Http2;

/// <summary>Proxies that get frames, field sections or errors of the connection wrong.</summary>
internal static class FramingMutants
{
    [Mutant("knows-no-continuation", "takes a field section for complete without CONTINUATION")]
    [Kills("h2/continuation-split", ReasonIds.ConnectionError)]
    public static Flaw KnowsNoContinuation() => FromClient(frame => frame.Type switch
    {
        FrameTypes.Continuation => [],
        FrameTypes.Headers => [frame.With(FrameFlags.EndHeaders)],
        _ => [frame],
    });

    [Mutant("has-no-compression-error", "ends the connection with INTERNAL_ERROR for what cannot be decoded")]
    [Kills("h2/hpack-garbage", ReasonIds.ErrorCode)]
    public static Flaw HasNoCompressionError() => ToClient(frame => frame.ErrorCode == ErrorCodes.CompressionError
        ? [Frame.GoAway(0, ErrorCodes.InternalError)]
        : [frame]);

    [Mutant("ends-tunnels-in-order-on-an-error", "sends FIN to each origin on an error of the connection")]
    [Kills("h2/connection-error-to-rst", ReasonIds.EndNotReset)]
    public static Flaw EndsTunnelsInOrder()
    {
        var isOver = false;
        return FromClient(frame =>
        {
            isOver |= frame is { Type: FrameTypes.WindowUpdate, StreamId: 0 } && frame.NumberIn() == 0;
            return [frame];
        }).Filter(Leg.ToOrigin, next => new EndingFilter(next, () => isOver));
    }

    [Mutant("leaves-a-rejection-open", "rejects a CONNECT on a stream without END_STREAM")]
    [Kills("h2/error-complete", ReasonIds.NotClosed)]
    [Related("h2/early-data/refused", "h2/early-data-window", "extended-connect/setting-value")]
    public static Flaw LeavesARejectionOpen() => Broken().Frames(Leg.ToClient, (frame, streams) =>
    {
        if (streams.Of(frame.StreamId) is not { IsConnect: true, Response.Status: >= 500 })
            return [frame];
        return frame.Type == FrameTypes.RstStream ? [] : [frame.EndsStream ? frame.Without(FrameFlags.EndStream) : frame];
    });

    // Only what a plain literal says, such as an encoder without tables and Huffman code sends.
    [Mutant("decodes-nothing-but-literals", "decodes only literals without indexing and without Huffman code in a CONNECT")]
    [Kills("h2/hpack", ReasonIds.ConnectionError)]
    public static Flaw DecodesOnlyLiterals() => Broken().Frames(Leg.FromClient, (frame, streams) =>
    {
        if (frame.Type == FrameTypes.Headers && frame.Has(FrameFlags.EndHeaders)
            && streams.Of(frame.StreamId).Request is { IsConnect: true } request
            && !Hpack.Block([.. request.Lines]).AsSpan().SequenceEqual(frame.Payload.Span))
        {
            return [frame with { Payload = new byte[] { 0x80 } }];
        }

        return [frame];
    });

    [Mutant("rejects-unknown-frames", "ends the connection for a frame of an unknown type")]
    [Kills("h2/unknown-frame", ReasonIds.ConnectionError)]
    public static Flaw RejectsUnknownFrames() => EndingFor(frame => frame.Type > FrameTypes.Continuation);

    [Mutant("knows-no-priority", "ends the connection for PRIORITY")]
    [Kills("h2/priority-frame", ReasonIds.ConnectionError)]
    public static Flaw KnowsNoPriority() => EndingFor(frame => frame.Type == FrameTypes.Priority);

    [Mutant("ends-tunnels-in-order-when-the-client-is-lost", "sends FIN to the origin when the client's connection is lost")]
    [Kills("h2/connection-lost-to-rst", ReasonIds.EndNotReset)]
    public static Flaw EndsTunnelsWhenTheClientIsLost()
    {
        var isOver = false;
        return Broken()
            .Filter(Leg.FromClient, next => new WatchingEnd(next, () => isOver = true))
            .Filter(Leg.ToOrigin, next => new EndingFilter(next, () => isOver));
    }

    /// <summary>The number with which a WINDOW_UPDATE begins.</summary>
    private static int NumberIn(this Frame frame) =>
        System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(frame.Payload.Span) & int.MaxValue;

    private static Flaw EndingFor(Func<Frame, bool> which) => Broken().Frames(Leg.FromClient, (frame, streams) =>
    {
        if (which(frame))
            streams.SendToClient(Frame.GoAway(0, ErrorCodes.ProtocolError));
        return [frame];
    });

    /// <summary>Says that the sender has ended before it passes that on.</summary>
    private sealed class WatchingEnd(ByteSink next, Action onEnd) : ByteFilter(next)
    {
        public override Task FinishAsync()
        {
            onEnd();
            return Next.FinishAsync();
        }

        public override Task ResetAsync()
        {
            onEnd();
            return Next.ResetAsync();
        }
    }

    /// <summary>Turns RST into FIN from some moment on.</summary>
    private sealed class EndingFilter(ByteSink next, Func<bool> isOver) : ByteFilter(next)
    {
        public override Task ResetAsync() => isOver() ? Next.FinishAsync() : Next.ResetAsync();
    }
}
