using System.Buffers.Binary;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load.Http2;

/// <summary>
/// Cuts what arrives on a connection into frames (RFC 9113 §4.1). DATA comes in the pieces in which it arrives, so that nothing
/// is copied; every other frame comes whole.
/// </summary>
internal sealed class FrameParts
{
    /// <summary>The size of a frame's header, in bytes.</summary>
    public const int HeaderSize = 9;

    /// <summary>The largest payload, which no load changes (RFC 9113 §6.5.2).</summary>
    public const int MaxPayload = 16 * 1024;

    /// <summary>The flag END_STREAM of DATA and HEADERS; for SETTINGS and PING it is ACK.</summary>
    public const byte EndStream = 0x1;

    /// <summary>The flag END_HEADERS.</summary>
    public const byte EndHeaders = 0x4;

    /// <summary>The flag PADDED, which no peer uses.</summary>
    private const byte Padded = 0x8;

    private readonly byte[] _header = new byte[HeaderSize];
    private byte[] _payload = [];
    private int _headerCount;
    private int _kept;
    private int _left;

    /// <summary>The type of the current frame.</summary>
    public FrameType Type { get; private set; }

    /// <summary>Whether it has the flag END_STREAM, or ACK, which is the same bit, and this part is its last.</summary>
    public bool Ends => _left == 0 && (_header[4] & EndStream) != 0;

    /// <summary>Its stream.</summary>
    public int Stream { get; private set; }

    /// <summary>Takes the next part of a frame from received bytes; false if more of them are needed.</summary>
    /// <exception cref="LoadFailedException">The frame is too large, or padded.</exception>
    public bool TryTake(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> part)
    {
        // 1. The header. One whose payload is empty is a frame already.
        part = default;
        if (_headerCount < HeaderSize)
        {
            var some = bytes[..Math.Min(bytes.Length, HeaderSize - _headerCount)];
            some.CopyTo(_header.AsSpan(_headerCount));
            bytes = bytes[some.Length..];
            _headerCount += some.Length;
            if (_headerCount < HeaderSize)
                return false;
            ReadHeader();
        }

        // 2. The payload, or what has arrived of it.
        if (bytes.IsEmpty && _left > 0)
            return false;
        part = bytes[..Math.Min(bytes.Length, _left)];
        bytes = bytes[part.Length..];
        _left -= part.Length;

        // 3. A part of anything but DATA is kept until the rest has arrived.
        if (Type != FrameType.Data && (_left > 0 || _kept > 0))
        {
            if (_payload.Length == 0)
                _payload = new byte[MaxPayload];
            part.CopyTo(_payload.AsSpan(_kept));
            _kept += part.Length;
            part = _payload.AsSpan(0, _kept);
            if (_left > 0)
                return false;
        }

        if (_left == 0)
            (_headerCount, _kept) = (0, 0);
        return true;
    }

    private void ReadHeader()
    {
        _left = BinaryPrimitives.ReadInt32BigEndian(_header) >>> 8;
        Type = (FrameType)_header[3];
        Stream = BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(5)) & int.MaxValue;
        if (_left > MaxPayload)
            throw new LoadFailedException($"a frame of {_left} bytes");
        if (Type is FrameType.Data or FrameType.Headers && (_header[4] & Padded) != 0)
            throw new LoadFailedException("a frame is padded");
    }
}
