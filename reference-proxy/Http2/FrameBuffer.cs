using System.Buffers;

namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>Frames one after the other, ready to be sent. While it is empty, it holds no memory.</summary>
internal sealed class FrameBuffer
{
    private byte[] _bytes = [];
    private int _lastLength;

    /// <summary>How many bytes the frames are.</summary>
    public int Length { get; private set; }

    /// <summary>The frames.</summary>
    public ReadOnlyMemory<byte> Frames => _bytes.AsMemory(0, Length);

    /// <summary>Adds a frame.</summary>
    public void Add(FrameType type, FrameFlags flags, int stream, ReadOnlySpan<byte> payload)
    {
        var needed = Length + FrameHeader.Size + payload.Length;
        if (needed > _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(2 * Length, _lastLength)));
            Frames.CopyTo(larger);
            Release();
            _bytes = larger;
        }

        new FrameHeader(payload.Length, type, flags, stream).Write(_bytes.AsSpan(Length));
        payload.CopyTo(_bytes.AsSpan(Length + FrameHeader.Size));
        Length = needed;
    }

    /// <summary>Removes all frames.</summary>
    public void Clear()
    {
        Release();
        (_lastLength, Length) = (Length, 0);
    }

    private void Release()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }
}
