using System.Buffers.Binary;

namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>SETTINGS (RFC 9113 §6.5): what each side asks of the other.</summary>
internal sealed class Settings
{
    private const int EntrySize = 6;

    // The identifiers that matter here (§6.5.2). The client's SETTINGS_HEADER_TABLE_SIZE does not, because this proxy's encoder has
    // no table; SETTINGS_MAX_CONCURRENT_STREAMS does not, because it pushes nothing.
    private const ushort EnablePush = 0x2;
    private const ushort MaxConcurrentStreams = 0x3;
    private const ushort InitialWindowSize = 0x4;
    private const ushort MaxFrameSize = 0x5;
    private const ushort MaxHeaderListSize = 0x6;

    /// <summary>The window of each stream towards the client.</summary>
    public int InitialWindow { get; private set; } = FlowControlWindow.Initial;

    /// <summary>
    /// The payload of this proxy's own SETTINGS. There is no SETTINGS_ENABLE_CONNECT_PROTOCOL: extended CONNECT is not supported
    /// (RFC 8441 §3).
    /// </summary>
    public static byte[] Own(int streams, int streamWindow, int maxList)
    {
        var payload = new byte[3 * EntrySize];
        Write(payload, MaxConcurrentStreams, streams);
        Write(payload.AsSpan(EntrySize), InitialWindowSize, streamWindow);
        Write(payload.AsSpan(2 * EntrySize), MaxHeaderListSize, maxList);
        return payload;
    }

    /// <summary>Entries in words, such as <c>INITIAL_WINDOW_SIZE=65535</c>.</summary>
    public static string InWords(ReadOnlySpan<byte> payload)
    {
        var words = new List<string>();
        for (; payload.Length >= EntrySize; payload = payload[EntrySize..])
        {
            words.Add($"{NameOf(BinaryPrimitives.ReadUInt16BigEndian(payload))}="
                + $"{BinaryPrimitives.ReadUInt32BigEndian(payload[2..])}");
        }

        return string.Join(", ", words);
    }

    /// <summary>Takes over what the client asks, entry by entry; unknown ones are ignored (§6.5.3).</summary>
    /// <exception cref="ConnectionErrorException">A value is not allowed.</exception>
    public void Apply(ReadOnlySpan<byte> payload)
    {
        if (payload.Length % EntrySize != 0)
            throw new ConnectionErrorException(ErrorCode.FrameSizeError, "SETTINGS is not a number of whole entries");
        for (; !payload.IsEmpty; payload = payload[EntrySize..])
            Apply(BinaryPrimitives.ReadUInt16BigEndian(payload), BinaryPrimitives.ReadUInt32BigEndian(payload[2..]));
    }

    private void Apply(ushort id, uint value)
    {
        switch (id)
        {
            case EnablePush when value > 1:
                throw new ConnectionErrorException(ErrorCode.ProtocolError, "SETTINGS_ENABLE_PUSH is not 0 or 1");
            case InitialWindowSize when value > int.MaxValue:
                throw new ConnectionErrorException(ErrorCode.FlowControlError, "SETTINGS_INITIAL_WINDOW_SIZE is too large");
            case MaxFrameSize when value is < FrameReader.MaxPayload or >= 1 << 24:
                throw new ConnectionErrorException(ErrorCode.ProtocolError, "SETTINGS_MAX_FRAME_SIZE is out of range");
            case InitialWindowSize:
                InitialWindow = (int)value;
                break;
        }
    }

    private static string NameOf(ushort id) => id switch
    {
        0x1 => "HEADER_TABLE_SIZE",
        EnablePush => "ENABLE_PUSH",
        MaxConcurrentStreams => "MAX_CONCURRENT_STREAMS",
        InitialWindowSize => "INITIAL_WINDOW_SIZE",
        MaxFrameSize => "MAX_FRAME_SIZE",
        MaxHeaderListSize => "MAX_HEADER_LIST_SIZE",
        0x8 => "ENABLE_CONNECT_PROTOCOL",
        _ => $"0x{id:x}",
    };

    private static void Write(Span<byte> entry, ushort id, int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(entry, id);
        BinaryPrimitives.WriteInt32BigEndian(entry[2..], value);
    }
}
