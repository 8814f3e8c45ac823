using System.Buffers.Binary;

namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>
/// What each frame begins with (RFC 9113 §4.1).
/// <code>
///   +-----------------------------------------------+
///   |                 Length (24)                   |
///   +---------------+---------------+---------------+
///   |   Type (8)    |   Flags (8)   |
///   +-+-------------+---------------+-------------------------------+
///   |R|                 Stream Identifier (31)                      |
///   +=+=============================================================+
///   |                   Frame Payload (0...)                      ...
/// </code>
/// </summary>
/// <param name="Length">The length of the payload.</param>
/// <param name="Type">What the frame is for.</param>
/// <param name="Flags">Its flags.</param>
/// <param name="Stream">Its stream; 0 for the connection.</param>
internal readonly record struct FrameHeader(int Length, FrameType Type, FrameFlags Flags, int Stream)
{
    /// <summary>The size of a frame header.</summary>
    public const int Size = 9;

    /// <summary>Reads a header; the reserved bit is ignored.</summary>
    public static FrameHeader Read(ReadOnlySpan<byte> bytes) => new(
        (bytes[0] << 16) | (bytes[1] << 8) | bytes[2], (FrameType)bytes[3], (FrameFlags)bytes[4],
        BinaryPrimitives.ReadInt32BigEndian(bytes[5..]) & int.MaxValue);

    /// <summary>Writes the header.</summary>
    public void Write(Span<byte> bytes)
    {
        bytes[0] = (byte)(Length >> 16);
        bytes[1] = (byte)(Length >> 8);
        bytes[2] = (byte)Length;
        bytes[3] = (byte)Type;
        bytes[4] = (byte)Flags;
        BinaryPrimitives.WriteInt32BigEndian(bytes[5..], Stream);
    }
}
