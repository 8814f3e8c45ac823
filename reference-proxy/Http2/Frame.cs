using System.Buffers.Binary;

namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>A frame that has arrived completely (RFC 9113 §4.1).</summary>
/// <param name="Header">Its header.</param>
/// <param name="Payload">Its payload; valid until the next frame is read.</param>
internal readonly record struct Frame(FrameHeader Header, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Its stream; 0 for the connection.</summary>
    public int Stream => Header.Stream;

    /// <summary>Whether the client has nothing more to send on the stream.</summary>
    public bool EndsStream => Has(FrameFlags.EndStream);

    /// <summary>Whether it has that flag.</summary>
    public bool Has(FrameFlags flag) => (Header.Flags & flag) != 0;

    /// <summary>A number of 31 bits at the beginning of the payload; the reserved bit is ignored.</summary>
    public int Number => BinaryPrimitives.ReadInt32BigEndian(Payload.Span) & int.MaxValue;

    /// <summary>The payload of DATA or HEADERS without what may surround the content: padding and priority (§6.1, §6.2).</summary>
    /// <exception cref="ConnectionErrorException">They do not fit into the payload.</exception>
    public ReadOnlyMemory<byte> Content()
    {
        var content = Payload;
        var padding = 0;
        if (Has(FrameFlags.Padded))
        {
            padding = content.IsEmpty ? throw TooShort() : content.Span[0];
            content = content[1..];
        }

        if (Header.Type == FrameType.Headers && Has(FrameFlags.Priority))
            content = content.Length < 5 ? throw TooShort() : content[5..];
        if (padding > content.Length)
            throw new ConnectionErrorException(ErrorCode.ProtocolError, "the padding is longer than the frame");
        return content[..^padding];
    }

    /// <summary>Checks that the payload has that length.</summary>
    /// <exception cref="ConnectionErrorException">It has another one.</exception>
    public void MustHaveLength(int length)
    {
        if (Header.Length != length)
            throw new ConnectionErrorException(ErrorCode.FrameSizeError, $"{Header.Type} has {Header.Length} bytes");
    }

    /// <summary>Checks that it is about the connection, or that it is about a stream.</summary>
    /// <exception cref="ConnectionErrorException">It is about the other.</exception>
    public void MustBeAboutConnection(bool isAbout)
    {
        if (Stream == 0 != isAbout)
            throw new ConnectionErrorException(ErrorCode.ProtocolError, $"{Header.Type} on stream {Stream}");
    }

    private static ConnectionErrorException TooShort() => new(ErrorCode.FrameSizeError, "the frame is too short for its flags");
}
