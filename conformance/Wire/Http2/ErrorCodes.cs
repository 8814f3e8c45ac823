namespace ConformanceKit.Wire.Http2;

/// <summary>Why a stream or a connection ended (RFC 9113 §7).</summary>
public static class ErrorCodes
{
    /// <summary>Nothing is wrong.</summary>
    public const uint NoError = 0x0;

    /// <summary>The peer broke the protocol, and nothing more specific fits.</summary>
    public const uint ProtocolError = 0x1;

    /// <summary>The sender itself has failed.</summary>
    public const uint InternalError = 0x2;

    /// <summary>The peer sent more than it was allowed to.</summary>
    public const uint FlowControlError = 0x3;

    /// <summary>The peer did not acknowledge SETTINGS in time.</summary>
    public const uint SettingsTimeout = 0x4;

    /// <summary>A frame came after the end of its stream.</summary>
    public const uint StreamClosed = 0x5;

    /// <summary>A frame has a length that it cannot have.</summary>
    public const uint FrameSizeError = 0x6;

    /// <summary>The request was not processed at all.</summary>
    public const uint RefusedStream = 0x7;

    /// <summary>The stream is no longer needed.</summary>
    public const uint Cancel = 0x8;

    /// <summary>The state of field compression is lost.</summary>
    public const uint CompressionError = 0x9;

    /// <summary>The connection behind a CONNECT was reset or abnormally closed (§8.5).</summary>
    public const uint ConnectError = 0xa;

    /// <summary>The peer does too much.</summary>
    public const uint EnhanceYourCalm = 0xb;

    /// <summary>The transport is not secure enough.</summary>
    public const uint InadequateSecurity = 0xc;

    /// <summary>HTTP/1.1 has to be used.</summary>
    public const uint Http11Required = 0xd;

    private static readonly string[] s_names =
    [
        "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT", "STREAM_CLOSED",
        "FRAME_SIZE_ERROR", "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR", "CONNECT_ERROR", "ENHANCE_YOUR_CALM",
        "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED",
    ];

    /// <summary>The name of a code, such as <c>CONNECT_ERROR</c>.</summary>
    /// <param name="code">The code.</param>
    public static string NameOf(uint code) => code < s_names.Length ? s_names[code] : $"0x{code:x}";
}
