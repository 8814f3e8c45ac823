using System.Buffers.Binary;
using System.Text;

namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>The frames that are about the connection (RFC 9113 §6.5 to §6.9).</summary>
internal sealed class ConnectionFrames(StreamTable streams, FlowControl flow, FrameWriter writer)
{
    private readonly Settings _settings = new();

    /// <summary>The first frames: this proxy's SETTINGS, and the whole window of the connection (§3.4, §6.9.2).</summary>
    public void Begin(ReadOnlySpan<byte> settings, int window)
    {
        writer.Add(FrameType.Settings, FrameFlags.None, 0, settings);
        flow.Grant(0, window - FlowControlWindow.Initial);
        writer.Flush();
    }

    /// <summary>SETTINGS: applied, then acknowledged (§6.5.3). Returns the initial window of streams.</summary>
    /// <exception cref="ConnectionErrorException">It breaks a rule.</exception>
    public int Settings(Frame frame)
    {
        if (frame.Has(FrameFlags.Ack))
        {
            frame.MustHaveLength(0);
            return _settings.InitialWindow;
        }

        // A new initial size applies to streams that are open, too (§6.9.2).
        var before = _settings.InitialWindow;
        _settings.Apply(frame.Payload.Span);
        if (!flow.TryGrow(streams.Open.Select(stream => stream.Output), _settings.InitialWindow - before))
            throw new ConnectionErrorException(ErrorCode.FlowControlError, "the window of a stream is too large");
        writer.Add(FrameType.Settings, FrameFlags.Ack, 0, []);
        return _settings.InitialWindow;
    }

    /// <summary>PING: returned with the same bytes (§6.7).</summary>
    public void Ping(Frame frame)
    {
        if (!frame.Has(FrameFlags.Ack))
            writer.Add(FrameType.Ping, FrameFlags.Ack, 0, frame.Payload.Span);
    }

    /// <summary>WINDOW_UPDATE for the connection (§6.9).</summary>
    /// <exception cref="ConnectionErrorException">It breaks a rule.</exception>
    public void WindowUpdate(int increment)
    {
        if (increment == 0)
            throw new ConnectionErrorException(ErrorCode.ProtocolError, "WINDOW_UPDATE grants nothing");
        if (!flow.TryGrow(increment))
            throw new ConnectionErrorException(ErrorCode.FlowControlError, "the window of the connection is too large");
    }

    /// <summary>Sends GOAWAY: which stream is the last that is served, and why (§6.8).</summary>
    public void GoAway(ErrorCode code, string why)
    {
        byte[] payload = [0, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(why)];
        BinaryPrimitives.WriteInt32BigEndian(payload, streams.Last);
        BinaryPrimitives.WriteUInt32BigEndian(payload.AsSpan(4), (uint)code);
        writer.Add(FrameType.GoAway, FrameFlags.None, 0, payload);
        writer.Flush();
    }
}
