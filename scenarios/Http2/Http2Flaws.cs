using ConformanceKit.Mutants;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Scenarios.Http2;

/// <summary>What the flaws of HTTP/2 are made of. Each is one of the listener inside TLS, and moves to that in cleartext.</summary>
internal static class Http2Flaws
{
    /// <summary>A flaw in what the client speaks to the proxy.</summary>
    public static Flaw Broken() => new Flaw().Only(ListenerNames.H2);

    /// <summary>Frames from the client, changed before the reference sees them.</summary>
    public static Flaw FromClient(Func<Frame, IEnumerable<Frame>> edit) => Broken().Frames(Leg.FromClient, edit);

    /// <summary>Frames to the client.</summary>
    public static Flaw ToClient(Func<Frame, IEnumerable<Frame>> edit) => Broken().Frames(Leg.ToClient, edit);

    /// <summary>Frames to the client that do not arrive.</summary>
    public static Flaw Withholding(Func<Frame, bool> which) => ToClient(frame => which(frame) ? [] : [frame]);

    /// <summary>Requests for a tunnel, made acceptable before the reference sees them.</summary>
    public static Flaw Lenient(Action<FieldList> edit) => Broken().RequestFields(fields =>
    {
        if (fields.IsConnect)
            edit(fields);
    });

    /// <summary>The frame without a flag.</summary>
    public static Frame Without(this Frame frame, byte flag) => frame with { Flags = (byte)(frame.Flags & ~flag) };

    /// <summary>The frame with a flag.</summary>
    public static Frame With(this Frame frame, byte flag) => frame with { Flags = (byte)(frame.Flags | flag) };

    /// <summary>Whether it is an error of the connection.</summary>
    public static bool IsError(this Frame frame) =>
        frame is { Type: FrameTypes.GoAway, ErrorCode: not ErrorCodes.NoError };
}
