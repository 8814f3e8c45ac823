namespace ConformanceKit.Wire.Http2;

/// <summary>The flags of frames (RFC 9113 §6). What a bit means depends on the type of the frame.</summary>
public static class FrameFlags
{
    /// <summary>No flag.</summary>
    public const byte None = 0x0;

    /// <summary>Of DATA and HEADERS: the sender sends nothing more on this stream.</summary>
    public const byte EndStream = 0x1;

    /// <summary>Of SETTINGS and PING: this is the answer.</summary>
    public const byte Ack = 0x1;

    /// <summary>Of HEADERS, PUSH_PROMISE and CONTINUATION: the field section is complete.</summary>
    public const byte EndHeaders = 0x4;

    /// <summary>Of DATA, HEADERS and PUSH_PROMISE: the payload begins with the length of padding at its end.</summary>
    public const byte Padded = 0x8;

    /// <summary>Of HEADERS: the payload begins with a priority.</summary>
    public const byte Priority = 0x20;

    private static readonly (byte Flag, string Name, byte[] Types)[] s_known =
    [
        (EndStream, "END_STREAM", [FrameTypes.Data, FrameTypes.Headers]),
        (Ack, "ACK", [FrameTypes.Settings, FrameTypes.Ping]),
        (EndHeaders, "END_HEADERS", [FrameTypes.Headers, FrameTypes.PushPromise, FrameTypes.Continuation]),
        (Padded, "PADDED", [FrameTypes.Data, FrameTypes.Headers, FrameTypes.PushPromise]),
        (Priority, "PRIORITY", [FrameTypes.Headers]),
    ];

    /// <summary>The names of a frame's flags; those that its type does not define, together as a number.</summary>
    /// <param name="type">The type of the frame.</param>
    /// <param name="flags">Its flags.</param>
    public static IReadOnlyList<string> NamesOf(byte type, byte flags)
    {
        var known = s_known.Where(one => (flags & one.Flag) != 0 && one.Types.Contains(type)).ToList();
        var rest = known.Aggregate(flags, (left, one) => (byte)(left & ~one.Flag));
        return [.. known.Select(one => one.Name), .. rest == 0 ? Array.Empty<string>() : [$"0x{rest:x2}"]];
    }
}
