namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>The flags of a frame. What a bit means depends on the type (RFC 9113 §6); those without a meaning are ignored.</summary>
[Flags]
internal enum FrameFlags : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>END_STREAM of DATA and HEADERS: the sender has nothing more to send on the stream.</summary>
    EndStream = 0x1,

    /// <summary>ACK of SETTINGS and PING.</summary>
    Ack = EndStream,

    /// <summary>END_HEADERS of HEADERS and CONTINUATION: the field block is complete.</summary>
    EndHeaders = 0x4,

    /// <summary>PADDED of DATA and HEADERS: the first byte says how many bytes at the end are padding.</summary>
    Padded = 0x8,

    /// <summary>PRIORITY of HEADERS: five bytes precede the field block, which are deprecated and ignored (§5.3).</summary>
    Priority = 0x20,
}
