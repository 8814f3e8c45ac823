using System.Net.Sockets;

namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>
/// What is sent on the streams of a connection: DATA as far as the windows of the stream and of the connection allow (RFC 9113
/// §5.2), and the ends, after which nothing follows (§5.1).
/// </summary>
internal sealed class FlowControl
{
    private const int SmallestPiece = 64 * 1024;
    private const int LargestOfAll = 512 * 1024;

    private readonly FrameWriter _writer;
    private readonly FlowControlWindow _window = new(FlowControlWindow.Initial);
    private readonly Queue<StreamOutput> _waiting = [];

    /// <summary>Sends through a writer.</summary>
    public FlowControl(FrameWriter writer)
    {
        _writer = writer;
        writer.OnRoom = Continue;
    }

    /// <summary>
    /// How large a piece of a stream may wait here: the more others wait, the less. With 512 KiB instead of 64 KiB, the benchmark
    /// measures half the CPU for each byte through one stream.
    /// </summary>
    public int LargestPiece => Math.Clamp(4 * LargestOfAll / (1 + _waiting.Count), SmallestPiece, LargestOfAll);

    /// <summary>Sends bytes as DATA; ends when the last of them is on its way.</summary>
    /// <param name="stream">The stream; nothing else may be sent on it meanwhile.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="cancel">Gives up: what has not been added to the frames is dropped.</param>
    /// <exception cref="SocketException">The stream has been reset.</exception>
    public ValueTask SendAsync(StreamOutput stream, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        // 1. Nearly always there is room for everything.
        Task? whenSent = null;
        lock (_writer.Gate)
        {
            ThrowIfEnded(stream);
            stream.Rest = bytes;
            while (TryAddFrame(stream))
            {
            }

            // 2. What is left is added when there is: by whoever makes room, so that nobody wakes up in vain.
            if (!stream.Rest.IsEmpty)
            {
                whenSent = (stream.WhenSent = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
                _waiting.Enqueue(stream);
            }
        }

        _writer.Flush();
        return whenSent is null ? default : WaitAsync(stream, whenSent, cancel);
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
            Leave(stream)?.SetException(Reset());
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
        {
            var isAllowed = streams.ToList().TrueForAll(stream => stream.Window.TryGrow(difference));
            Continue();
            return isAllowed;
        }
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
            var isAllowed = window.TryGrow(difference);
            Continue();
            return isAllowed;
        }
    }

    private static void ThrowIfEnded(StreamOutput stream)
    {
        if (stream.HasEnded)
            throw Reset();
    }

    private static SocketException Reset() => new((int)SocketError.ConnectionReset);

    private async ValueTask WaitAsync(StreamOutput stream, Task whenSent, CancellationToken cancel)
    {
        try
        {
            await whenSent.WaitAsync(cancel);
        }
        finally
        {
            lock (_writer.Gate)
                Leave(stream);
        }
    }

    // Adds one frame of DATA, as far as there is room and both windows allow it.
    private bool TryAddFrame(StreamOutput stream)
    {
        if (stream.Rest.IsEmpty || _writer.Waiting >= FrameWriter.Room)
            return false;
        var ofConnection = _window.TakeUpTo(Math.Min(stream.Rest.Length, FrameReader.MaxPayload));
        var count = stream.Window.TakeUpTo(ofConnection);
        _window.TryGrow(ofConnection - count);
        if (count == 0)
            return false;

        _writer.Add(FrameType.Data, FrameFlags.None, stream.Id, stream.Rest.Span[..count]);
        stream.Rest = stream.Rest[count..];
        stream.Sent += count;
        return true;
    }

    // There may be room again. The streams take turns, one frame each; one that has to wait on keeps no other waiting.
    private void Continue()
    {
        for (var inVain = 0; inVain < _waiting.Count && _writer.Waiting < FrameWriter.Room;)
        {
            var stream = _waiting.Dequeue();
            inVain = TryAddFrame(stream) ? 0 : inVain + 1;
            if (stream.Rest.IsEmpty)
                stream.Waited()?.SetResult();
            else
                _waiting.Enqueue(stream);
        }
    }

    // The stream no longer waits: its bytes may not be used any more. Returns whom to tell.
    private TaskCompletionSource? Leave(StreamOutput stream)
    {
        if (!stream.IsWaiting)
            return null;
        for (var others = _waiting.Count; others > 0; others--)
        {
            if (_waiting.Dequeue() is var other && other != stream)
                _waiting.Enqueue(other);
        }

        return stream.Waited();
    }
}
