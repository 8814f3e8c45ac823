namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>What a frame is for (RFC 9113 §6). Other types are ignored (§5.5).</summary>
internal enum FrameType
{
    /// <summary>DATA: content, or the bytes of a tunnel (§6.1).</summary>
    Data = 0x0,

    /// <summary>HEADERS: opens a stream, or is a response or a trailer section (§6.2).</summary>
    Headers = 0x1,

    /// <summary>PRIORITY: deprecated, and ignored (§6.3).</summary>
    Priority = 0x2,

    /// <summary>RST_STREAM: ends a stream at once (§6.4).</summary>
    ResetStream = 0x3,

    /// <summary>SETTINGS: what the sender wants of its peer (§6.5).</summary>
    Settings = 0x4,

    /// <summary>PUSH_PROMISE: a client must not send it (§6.6).</summary>
    PushPromise = 0x5,

    /// <summary>PING: is the other side there? (§6.7)</summary>
    Ping = 0x6,

    /// <summary>GOAWAY: no new streams, or none at all (§6.8).</summary>
    GoAway = 0x7,

    /// <summary>WINDOW_UPDATE: more may be sent (§6.9).</summary>
    WindowUpdate = 0x8,

    /// <summary>CONTINUATION: the rest of a field block (§6.10).</summary>
    Continuation = 0x9,
}
