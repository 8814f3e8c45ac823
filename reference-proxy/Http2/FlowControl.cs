using System.Net.Sockets;

namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>
/// What is sent on the streams of a connection: DATA as far as the windows of the stream and of the connection allow (RFC 9113
/// §5.2), and the ends, after which nothing follows (§5.1).
/// </summary>
internal sealed class FlowControl
{
    private readonly FrameWriter _writer;
    private readonly FlowControlWindow _window = new(FlowControlWindow.Initial);
    private readonly List<TaskCompletionSource> _waiting = [];

    /// <summary>Sends through a writer.</summary>
    public FlowControl(FrameWriter writer)
    {
        _writer = writer;
        writer.OnRoom = Continue;
    }

    /// <summary>Adds one frame of DATA with as many of the bytes as may be sent now; returns how many.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="bytes">The bytes; not empty.</param>
    /// <param name="wait">If nothing may be sent: ends when that may have changed.</param>
    /// <exception cref="SocketException">The stream has been reset.</exception>
    public int TrySend(StreamOutput stream, ReadOnlySpan<byte> bytes, out Task wait)
    {
        lock (_writer.Gate)
        {
            // 1. Who waits for more than one of the three is told when any of them changes, and asks again.
            ThrowIfEnded(stream);
            wait = Task.CompletedTask;
            var allowed = _writer.Waiting < FrameWriter.Room ? Math.Min(bytes.Length, FrameReader.MaxPayload) : 0;
            var ofConnection = _window.TakeUpTo(allowed);
            var count = stream.Window.TakeUpTo(ofConnection);
            _window.TryGrow(ofConnection - count);

            // 2. One frame at a time, so that the streams take turns.
            if (count > 0)
                _writer.Add(FrameType.Data, FrameFlags.None, stream.Id, bytes[..count]);
            else
                wait = WaitAsync();
            return count;
        }
    }

    /// <summary>Adds HEADERS, and CONTINUATION if the block is too large for one frame; nothing comes between (§6.10).</summary>
    /// <exception cref="SocketException">The stream has been reset.</exception>
    public void AddHead(StreamOutput stream, ReadOnlySpan<byte> block, bool endsStream)
    {
        lock (_writer.Gate)
        {
            ThrowIfEnded(stream);
            var type = FrameType.Headers;
            var flags = endsStream ? FrameFlags.EndStream : FrameFlags.None;
            for (; block.Length > FrameReader.MaxPayload; block = block[FrameReader.MaxPayload..])
            {
                _writer.Add(type, flags, stream.Id, block[..FrameReader.MaxPayload]);
                (type, flags) = (FrameType.Continuation, FrameFlags.None);
            }

            _writer.Add(type, flags | FrameFlags.EndHeaders, stream.Id, block);
            (stream.HasBegun, stream.HasEnded) = (true, endsStream);
        }
    }

    /// <summary>Adds an empty DATA with END_STREAM, for which no window is needed (§6.9.1), unless the stream has ended.</summary>
    public void AddEnd(StreamOutput stream)
    {
        lock (_writer.Gate)
        {
            if (!stream.HasEnded)
                _writer.Add(FrameType.Data, FrameFlags.EndStream, stream.Id, []);
            stream.HasEnded = true;
        }
    }

    /// <summary>Adds RST_STREAM (§6.4); nothing is sent on the stream any more.</summary>
    public void AddReset(StreamOutput stream, ErrorCode code)
    {
        lock (_writer.Gate)
        {
            if (!stream.IsReset)
                _writer.Add(FrameType.ResetStream, stream.Id, (uint)code);
            Stop(stream);
        }
    }

    /// <summary>The client has reset the stream, or the connection has ended.</summary>
    public void Stop(StreamOutput stream)
    {
        lock (_writer.Gate)
        {
            stream.IsReset = stream.HasEnded = true;
            Continue();
        }
    }

    /// <summary>The client grants more for the connection; false if that is too much (§6.9.1).</summary>
    public bool TryGrow(int increment) => TryGrow(_window, increment);

    /// <summary>The client grants more for a stream; false if that is too much (§6.9.1).</summary>
    public bool TryGrow(StreamOutput stream, int increment) => TryGrow(stream.Window, increment);

    /// <summary>The client changes the initial size of the windows; false if one becomes too large (§6.9.2).</summary>
    public bool TryGrow(IEnumerable<StreamOutput> streams, int difference)
    {
        lock (_writer.Gate)
            return streams.ToList().TrueForAll(stream => TryGrow(stream.Window, difference));
    }

    /// <summary>Grants more to the client, on a stream, or with 0 for the connection (§6.9).</summary>
    public void Grant(int stream, int increment)
    {
        if (increment > 0)
            _writer.Add(FrameType.WindowUpdate, stream, (uint)increment);
    }

    /// <summary>Sends what has been added.</summary>
    public void Flush() => _writer.Flush();

    private bool TryGrow(FlowControlWindow window, int difference)
    {
        lock (_writer.Gate)
        {
            Continue();
            return window.TryGrow(difference);
        }
    }

    private static void ThrowIfEnded(StreamOutput stream)
    {
        if (stream.HasEnded)
            throw new SocketException((int)SocketError.ConnectionReset);
    }

    private Task WaitAsync()
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add(waiting);
        return waiting.Task;
    }

    // Those who have waited longest continue first.
    private void Continue()
    {
        foreach (var waiting in _waiting)
            waiting.TrySetResult();
        _waiting.Clear();
    }
}
