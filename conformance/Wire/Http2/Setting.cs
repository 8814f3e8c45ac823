namespace ConformanceKit.Wire.Http2;

/// <summary>One parameter of a SETTINGS frame (RFC 9113 §6.5.1).</summary>
/// <param name="Id">Which one; an unknown one has to be ignored.</param>
/// <param name="Value">Its value.</param>
public readonly record struct Setting(ushort Id, uint Value)
{
    /// <summary>The size of the table with which the sender decodes field sections.</summary>
    public const ushort HeaderTableSize = 0x1;

    /// <summary>Whether the sender takes PUSH_PROMISE.</summary>
    public const ushort EnablePush = 0x2;

    /// <summary>How many streams the peer may have open.</summary>
    public const ushort MaxConcurrentStreams = 0x3;

    /// <summary>How much DATA the peer may send on a new stream.</summary>
    public const ushort InitialWindowSize = 0x4;

    /// <summary>The longest payload that the sender takes.</summary>
    public const ushort MaxFrameSize = 0x5;

    /// <summary>The largest field section that the sender takes.</summary>
    public const ushort MaxHeaderListSize = 0x6;

    /// <summary>Whether the sender takes extended CONNECT (RFC 8441 §3).</summary>
    public const ushort EnableConnectProtocol = 0x8;

    /// <summary>The parameter in words, such as <c>INITIAL_WINDOW_SIZE=65535</c>.</summary>
    public override string ToString() => $"{Name}={Value}";

    private string Name => Id switch
    {
        HeaderTableSize => "HEADER_TABLE_SIZE",
        EnablePush => "ENABLE_PUSH",
        MaxConcurrentStreams => "MAX_CONCURRENT_STREAMS",
        InitialWindowSize => "INITIAL_WINDOW_SIZE",
        MaxFrameSize => "MAX_FRAME_SIZE",
        MaxHeaderListSize => "MAX_HEADER_LIST_SIZE",
        EnableConnectProtocol => "ENABLE_CONNECT_PROTOCOL",
        _ => $"0x{Id:x}",
    };
}
