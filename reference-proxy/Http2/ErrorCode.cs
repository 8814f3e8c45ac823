namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>Why a stream or a connection is ended (RFC 9113 §7).</summary>
internal enum ErrorCode : uint
{
    /// <summary>NO_ERROR: it is not because of an error.</summary>
    NoError = 0x0,

    /// <summary>PROTOCOL_ERROR: the other side breaks the protocol, in a way that has no other code.</summary>
    ProtocolError = 0x1,

    /// <summary>INTERNAL_ERROR: what the stream is for has failed.</summary>
    InternalError = 0x2,

    /// <summary>FLOW_CONTROL_ERROR: more was sent than the window allows, or the window became too large.</summary>
    FlowControlError = 0x3,

    /// <summary>STREAM_CLOSED: a frame arrived on a stream whose sender had ended it.</summary>
    StreamClosed = 0x5,

    /// <summary>FRAME_SIZE_ERROR: a frame has a length that it must not have.</summary>
    FrameSizeError = 0x6,

    /// <summary>REFUSED_STREAM: nothing has been done for the request, which may be sent again.</summary>
    RefusedStream = 0x7,

    /// <summary>CANCEL: the stream is no longer needed.</summary>
    Cancel = 0x8,

    /// <summary>COMPRESSION_ERROR: a field block cannot be decoded.</summary>
    CompressionError = 0x9,

    /// <summary>CONNECT_ERROR: the TCP connection of a tunnel was reset, or failed (RFC 9113 §8.5).</summary>
    ConnectError = 0xa,

    /// <summary>ENHANCE_YOUR_CALM: the other side makes too much work.</summary>
    EnhanceYourCalm = 0xb,
}
