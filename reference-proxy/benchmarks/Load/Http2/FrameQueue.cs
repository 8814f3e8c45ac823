using System.Buffers.Binary;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load.Http2;

/// <summary>Frames that wait to be sent on one connection.</summary>
internal sealed class FrameQueue
{
    private byte[] _bytes = new byte[4096];
    private int _start;
    private int _end;

    /// <summary>What has not been sent.</summary>
    public ReadOnlySpan<byte> Unsent => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Adds bytes as they are.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_end + bytes.Length > _bytes.Length)
            Array.Resize(ref _bytes, 2 * (_end + bytes.Length));
        bytes.CopyTo(_bytes.AsSpan(_end));
        _end += bytes.Length;
    }

    /// <summary>Adds a frame.</summary>
    public void Add(FrameType type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = stackalloc byte[FrameParts.HeaderSize];
        BinaryPrimitives.WriteInt32BigEndian(header, payload.Length << 8);
        (header[3], header[4]) = ((byte)type, flags);
        BinaryPrimitives.WriteInt32BigEndian(header[5..], stream);
        Add(header);
        Add(payload);
    }

    /// <summary>Adds WINDOW_UPDATE.</summary>
    public void AddGrant(int stream, int increment)
    {
        Span<byte> payload = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(payload, increment);
        Add(FrameType.WindowUpdate, 0, stream, payload);
    }

    /// <summary>Some of them have been sent.</summary>
    public void Sent(int count)
    {
        _start += count;
        if (_start == _end)
            (_start, _end) = (0, 0);
    }
}
