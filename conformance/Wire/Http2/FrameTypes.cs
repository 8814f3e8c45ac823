namespace ConformanceKit.Wire.Http2;

/// <summary>The types of frames (RFC 9113 §6). Any other byte may be sent too: a recipient has to ignore it (§5.5).</summary>
public static class FrameTypes
{
    /// <summary>Carries the content of a message, or the bytes of a tunnel (§6.1).</summary>
    public const byte Data = 0x0;

    /// <summary>Opens a stream, and carries a field section (§6.2).</summary>
    public const byte Headers = 0x1;

    /// <summary>Deprecated (§6.3).</summary>
    public const byte Priority = 0x2;

    /// <summary>Ends a stream at once (§6.4).</summary>
    public const byte RstStream = 0x3;

    /// <summary>Says what the sender can take (§6.5).</summary>
    public const byte Settings = 0x4;

    /// <summary>Announces a stream that the server opens (§6.6).</summary>
    public const byte PushPromise = 0x5;

    /// <summary>Has to be answered (§6.7).</summary>
    public const byte Ping = 0x6;

    /// <summary>Announces the end of the connection (§6.8).</summary>
    public const byte GoAway = 0x7;

    /// <summary>Lets the recipient send more DATA (§6.9).</summary>
    public const byte WindowUpdate = 0x8;

    /// <summary>Continues a field section (§6.10).</summary>
    public const byte Continuation = 0x9;

    private static readonly string[] s_names =
    [
        "DATA", "HEADERS", "PRIORITY", "RST_STREAM", "SETTINGS", "PUSH_PROMISE", "PING", "GOAWAY", "WINDOW_UPDATE",
        "CONTINUATION",
    ];

    /// <summary>The name of a type, such as <c>RST_STREAM</c>.</summary>
    /// <param name="type">The type.</param>
    public static string NameOf(byte type) => type < s_names.Length ? s_names[type] : $"frame of type 0x{type:x2}";
}
