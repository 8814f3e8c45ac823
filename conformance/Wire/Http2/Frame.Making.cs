using System.Buffers.Binary;

namespace ConformanceKit.Wire.Http2;

/// <content>The frames of RFC 9113 §6.</content>
public sealed partial record Frame
{
    /// <summary>DATA.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="data">The data.</param>
    /// <param name="endStream">Whether nothing more follows on the stream.</param>
    /// <param name="padding">How many bytes of padding, at most 255; null for a frame that is not padded.</param>
    public static Frame Data(int stream, ReadOnlyMemory<byte> data, bool endStream = false, byte? padding = null) =>
        new(FrameTypes.Data, Flag(endStream, FrameFlags.EndStream, padding), stream, Padded(data.Span, padding));

    /// <summary>HEADERS.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="block">The field section, or the beginning of it, as HPACK.</param>
    /// <param name="endStream">Whether nothing more follows on the stream.</param>
    /// <param name="endHeaders">Whether the field section is complete.</param>
    /// <param name="padding">How many bytes of padding, at most 255; null for a frame that is not padded.</param>
    public static Frame Headers(
        int stream, ReadOnlyMemory<byte> block, bool endStream = false, bool endHeaders = true, byte? padding = null) => new(
        FrameTypes.Headers,
        (byte)(Flag(endStream, FrameFlags.EndStream, padding) | Flag(endHeaders, FrameFlags.EndHeaders)),
        stream,
        Padded(block.Span, padding));

    /// <summary>CONTINUATION.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="block">More of the field section.</param>
    /// <param name="endHeaders">Whether it is complete now.</param>
    public static Frame Continuation(int stream, ReadOnlyMemory<byte> block, bool endHeaders = true) =>
        new(FrameTypes.Continuation, Flag(endHeaders, FrameFlags.EndHeaders), stream, block);

    /// <summary>PRIORITY, with no dependency and the default weight.</summary>
    /// <param name="stream">The stream.</param>
    public static Frame Priority(int stream) => new(FrameTypes.Priority, 0, stream, new byte[] { 0, 0, 0, 0, 15 });

    /// <summary>RST_STREAM.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="code">One of <see cref="ErrorCodes"/>.</param>
    public static Frame RstStream(int stream, uint code) => new(FrameTypes.RstStream, 0, stream, Number(code));

    /// <summary>SETTINGS.</summary>
    /// <param name="settings">The parameters in order.</param>
    public static Frame Settings(params IReadOnlyList<Setting> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var payload = new byte[6 * settings.Count];
        for (var at = 0; at < settings.Count; at++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload.AsSpan(6 * at), settings[at].Id);
            BinaryPrimitives.WriteUInt32BigEndian(payload.AsSpan((6 * at) + 2), settings[at].Value);
        }

        return new(FrameTypes.Settings, 0, 0, payload);
    }

    /// <summary>The acknowledgement of SETTINGS.</summary>
    public static Frame SettingsAck() => new(FrameTypes.Settings, FrameFlags.Ack, 0, ReadOnlyMemory<byte>.Empty);

    /// <summary>PUSH_PROMISE, which only servers may send.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="promised">The stream that is announced.</param>
    /// <param name="block">The field section of the request that is promised, as HPACK.</param>
    public static Frame PushPromise(int stream, int promised, ReadOnlyMemory<byte> block) =>
        new(FrameTypes.PushPromise, FrameFlags.EndHeaders, stream, (byte[])[.. Number((uint)promised), .. block.Span]);

    /// <summary>PING.</summary>
    /// <param name="data">Eight bytes, which the answer repeats.</param>
    /// <param name="ack">Whether this is the answer.</param>
    public static Frame Ping(ReadOnlyMemory<byte> data, bool ack = false) =>
        new(FrameTypes.Ping, Flag(ack, FrameFlags.Ack), 0, data);

    /// <summary>GOAWAY.</summary>
    /// <param name="lastStream">The last stream that the sender takes care of.</param>
    /// <param name="code">One of <see cref="ErrorCodes"/>.</param>
    public static Frame GoAway(int lastStream, uint code) =>
        new(FrameTypes.GoAway, 0, 0, (byte[])[.. Number((uint)lastStream), .. Number(code)]);

    /// <summary>WINDOW_UPDATE.</summary>
    /// <param name="stream">The stream; 0 for the connection.</param>
    /// <param name="increment">How many bytes more the recipient may send.</param>
    public static Frame WindowUpdate(int stream, uint increment) =>
        new(FrameTypes.WindowUpdate, 0, stream, Number(increment));

    /// <summary>The parameters of a SETTINGS frame, as far as they are whole.</summary>
    /// <returns>The parameters in order.</returns>
    public IReadOnlyList<Setting> ReadSettings()
    {
        var settings = new List<Setting>();
        for (var left = Payload.Span; left.Length >= 6; left = left[6..])
            settings.Add(new(BinaryPrimitives.ReadUInt16BigEndian(left), BinaryPrimitives.ReadUInt32BigEndian(left[2..])));
        return settings;
    }

    /// <summary>The number at a place in the payload, or 0 if it is not there.</summary>
    internal uint NumberAt(int start) =>
        Payload.Length >= start + 4 ? BinaryPrimitives.ReadUInt32BigEndian(Payload.Span[start..]) : 0;

    private static byte[] Number(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }

    private static byte Flag(bool set, byte flag, byte? padding = null) =>
        (byte)((set ? flag : 0) | (padding is null ? 0 : FrameFlags.Padded));

    private static ReadOnlyMemory<byte> Padded(ReadOnlySpan<byte> content, byte? padding) =>
        padding is not { } length ? content.ToArray() : (byte[])[length, .. content, .. new byte[length]];
}
