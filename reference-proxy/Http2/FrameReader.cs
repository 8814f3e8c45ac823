using ConformanceKit.ReferenceProxy.Connections;

namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>Reads frames from bytes that arrive in pieces of any size (RFC 9113 §4.1).</summary>
internal sealed class FrameReader(ByteReader source)
{
    /// <summary>The initial value of SETTINGS_MAX_FRAME_SIZE, which this proxy does not change (RFC 9113 §6.5.2).</summary>
    public const int MaxPayload = 16 * 1024;

    private int _taken;

    /// <summary>Takes the next frame; false if it has not arrived completely.</summary>
    /// <exception cref="ConnectionErrorException">It is too large (RFC 9113 §4.2).</exception>
    public bool TryRead(out Frame frame)
    {
        // 1. The last frame is no longer used.
        source.Advance(_taken);
        _taken = 0;
        frame = default;

        // 2. The header says how long the frame is.
        var bytes = source.Buffered;
        if (bytes.Length < FrameHeader.Size)
            return false;
        var header = FrameHeader.Read(bytes.Span);
        if (header.Length > MaxPayload)
            throw new ConnectionErrorException(ErrorCode.FrameSizeError, $"a frame has {header.Length} bytes");
        if (bytes.Length < FrameHeader.Size + header.Length)
            return false;

        _taken = FrameHeader.Size + header.Length;
        frame = new Frame(header, bytes[FrameHeader.Size.._taken]);
        return true;
    }
}
