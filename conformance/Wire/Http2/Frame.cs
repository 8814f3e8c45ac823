using System.Buffers.Binary;

namespace ConformanceKit.Wire.Http2;

/// <summary>A frame (RFC 9113 §4.1). Nothing about it is checked: a scenario may send any.</summary>
/// <param name="Type">One of <see cref="FrameTypes"/>, or any other byte.</param>
/// <param name="Flags">Bits of <see cref="FrameFlags"/>, or any others.</param>
/// <param name="StreamId">The stream; 0 for the connection.</param>
/// <param name="Payload">What follows the header.</param>
public sealed partial record Frame(byte Type, byte Flags, int StreamId, ReadOnlyMemory<byte> Payload)
{
    /// <summary>How long the header of a frame is.</summary>
    public const int HeaderLength = 9;

    /// <summary>Whether a bit of <see cref="FrameFlags"/> is set.</summary>
    /// <param name="flag">The bit.</param>
    public bool Has(byte flag) => (Flags & flag) != 0;

    /// <summary>Whether the sender sends nothing more on its stream.</summary>
    public bool EndsStream => Type is FrameTypes.Data or FrameTypes.Headers && Has(FrameFlags.EndStream);

    /// <summary>The code of RST_STREAM or GOAWAY, one of <see cref="ErrorCodes"/>; null for other frames.</summary>
    public uint? ErrorCode => Type switch
    {
        FrameTypes.RstStream => NumberAt(0),
        FrameTypes.GoAway => NumberAt(4),
        _ => null,
    };

    /// <summary>The frame as it goes over the wire.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[HeaderLength + Payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, (Payload.Length << 8) | Type);
        bytes[4] = Flags;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(5), StreamId);
        Payload.Span.CopyTo(bytes.AsSpan(HeaderLength));
        return bytes;
    }

    /// <summary>The frame in words, such as <c>RST_STREAM, stream 1: CANCEL</c>.</summary>
    public override string ToString() => FrameWords.Of(this, null);

    /// <summary>The whole frame at the beginning of some bytes, or null if they are fewer.</summary>
    internal static Frame? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || bytes.Length < HeaderLength + LengthOf(bytes))
            return null;
        return new(bytes[3], bytes[4], BinaryPrimitives.ReadInt32BigEndian(bytes[5..]) & int.MaxValue,
            bytes.Slice(HeaderLength, LengthOf(bytes)).ToArray());
    }

    /// <summary>The length of the payload that a frame's header announces.</summary>
    internal static int LengthOf(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt32BigEndian(header) >>> 8;

    /// <summary>
    /// The payload without padding, and without what precedes a field section; null if it is too short for what its flags say.
    /// </summary>
    internal ReadOnlyMemory<byte>? Content()
    {
        // 1. The length of the padding.
        var (content, padding) = (Payload, 0);
        if (Type is FrameTypes.Data or FrameTypes.Headers or FrameTypes.PushPromise && Has(FrameFlags.Padded))
        {
            if (content.IsEmpty)
                return null;
            (padding, content) = (content.Span[0], content[1..]);
        }

        // 2. A priority, or the stream that is announced.
        var before = (Type, Has(FrameFlags.Priority)) switch
        {
            (FrameTypes.Headers, true) => 5,
            (FrameTypes.PushPromise, _) => 4,
            _ => 0,
        };
        if (content.Length < before + padding)
            return null;
        return content[before..^padding];
    }
}
