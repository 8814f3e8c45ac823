using ConformanceKit.ReferenceProxy.Forwarding;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>
/// The frames that are about a stream (RFC 9113 §5.1): one that has not been opened, is open, or is closed. A request that has
/// arrived is served by a task of its own.
/// </summary>
internal sealed class StreamFrames(
    Client client, ProxyOptions options, StreamHandler handler, StreamTable streams, FlowControl flow, FrameWriter writer,
    Action<Exception> onDefect) : IDisposable
{
    private readonly FlowControlWindow _window = new(ConnectionWindowFor(options.MaxStreams));
    private readonly RateLimit _resets = new(options.MaxResets);
    private readonly KeptOrigins _kept = new();
    private readonly TaskCompletionSource _served = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The connection itself counts as one, so that the count is 0 only when no more can come.
    private int _serving = 1;

    /// <summary>How much the client may send on the connection: what all streams together have.</summary>
    public int ConnectionWindow => ConnectionWindowFor(options.MaxStreams);

    /// <summary>The window of a stream towards the client, at its beginning.</summary>
    public int InitialWindow { get; set; } = FlowControlWindow.Initial;

    /// <summary>HEADERS, with the rest of its block.</summary>
    /// <param name="id">The stream.</param>
    /// <param name="fields">The fields; null if they are larger than the limit.</param>
    /// <param name="ends">Whether it has END_STREAM.</param>
    public void Headers(int id, FieldSection? fields, bool ends)
    {
        // 1. On an open stream it can only be a trailer section, and in a tunnel nothing but DATA is allowed (§8.1, §8.5).
        if (streams.Find(id) is { } stream)
        {
            if (stream.Input.HasEnded)
                Fail(stream, ErrorCode.StreamClosed);
            else if (stream.IsConnect || !ends || (fields is not null && FieldRules.Check(fields) is not null))
                Fail(stream, ErrorCode.ProtocolError);
            else
                Add(stream, default, 0, ends: true);
            return;
        }

        // 2. A stream that was reset here may have been used before the client knew.
        if (!streams.IsIdle(id))
        {
            if (streams.WasReset(id) is not { } reset)
                throw new ConnectionErrorException(ErrorCode.ProtocolError, $"stream {id} does not follow {streams.Last}");
            if (!reset)
                throw new ConnectionErrorException(ErrorCode.StreamClosed, $"HEADERS on the closed stream {id}");
            return;
        }

        // 3. A new stream. One that is refused may be tried again: nothing has been done for it (§5.1.2, §8.7).
        if (id % 2 == 0)
            throw new ConnectionErrorException(ErrorCode.ProtocolError, $"stream {id} is not the client's to open");
        Open(id, fields is null ? RejectionReason.FieldsTooLarge : RequestFields.Parse(fields, ends), ends);
    }

    /// <summary>DATA.</summary>
    public void Data(Frame frame)
    {
        // 1. The connection's window is returned at once, whatever becomes of the bytes: those of the streams bound what is kept.
        var content = frame.Content();
        var length = frame.Header.Length;
        if (!_window.TryTake(length))
            throw new ConnectionErrorException(ErrorCode.FlowControlError, "more DATA than the window of the connection allows");
        flow.Grant(0, _window.Return(length));

        // 2. On a stream that is not open, DATA may have left before the client knew; otherwise it is an error (§5.1).
        if (streams.Find(frame.Stream) is not { } stream)
        {
            MustNotBeIdle(frame.Stream);
            if (streams.WasReset(frame.Stream) != true)
                Reset(frame.Stream, ErrorCode.StreamClosed);
            return;
        }

        if (stream.Input.HasEnded)
            Fail(stream, ErrorCode.StreamClosed);
        else
            Add(stream, content.Span, length, frame.EndsStream);
    }

    /// <summary>RST_STREAM: the client has given up a stream (§6.4).</summary>
    public void Reset(int id)
    {
        MustNotBeIdle(id);
        if (streams.Find(id) is not { } stream)
            return;
        stream.Gone();
        if (!stream.Output.HasBegun)
            CountReset();
    }

    /// <summary>WINDOW_UPDATE for a stream (§6.9).</summary>
    public void WindowUpdate(int id, int increment)
    {
        MustNotBeIdle(id);
        if (streams.Find(id) is not { } stream)
            return;
        if (increment == 0)
            Fail(stream, ErrorCode.ProtocolError);
        else if (!flow.TryGrow(stream.Output, increment))
            Fail(stream, ErrorCode.FlowControlError);
    }

    /// <summary>Waits until no stream is served any longer. No more may be opened.</summary>
    public Task ServedAsync()
    {
        Served();
        return _served.Task;
    }

    /// <inheritdoc/>
    public void Dispose() => _kept.Dispose();

    private static int ConnectionWindowFor(int streams) => (int)Math.Min((long)streams * StreamInput.Window, int.MaxValue);

    private void Open(int id, Parsed<RequestFields> fields, bool ends)
    {
        var request = fields.Rejected is null ? fields.Value : null;
        var stream = new Http2Stream(id, client.Address, flow, InitialWindow, streams.Ended)
        {
            IsConnect = request?.IsConnect == true,
            IsMalformed = fields.Rejected is not (null or RejectionReason.FieldsTooLarge),
            Input = { Announced = request?.IsConnect == false ? request.Length : null },
        };

        // What is still done for streams that have been reset is bounded too (§10.5.2).
        var isBusy = Volatile.Read(ref _serving) - 1 - streams.Count >= options.MaxDials;
        if (!streams.TryOpen(stream, isBusy ? 0 : options.MaxStreams))
        {
            Reset(id, ErrorCode.RefusedStream);
            return;
        }

        if (stream.IsMalformed)
            CountReset();
        if (ends)
            stream.Input.Add(default, 0, ends: true);
        Interlocked.Increment(ref _serving);
        _ = ServeAsync(stream, fields, ends);
    }

    private async Task ServeAsync(Http2Stream stream, Parsed<RequestFields> fields, bool ends)
    {
        // The reader goes on; this continues on another thread.
        await Task.Yield();
        try
        {
            var authority = fields.Rejected is null && !stream.IsConnect ? fields.Value.Authority : null;
            var origin = authority is null ? new KeptOrigin() : _kept.Take(authority);
            await handler.ServeAsync(client, stream, fields, ends, origin);
            if (authority is not null)
                _kept.Keep(authority, origin);
        }
        catch (Exception defect)
        {
            onDefect(defect);
        }
        finally
        {
            Served();
        }
    }

    private void Add(Http2Stream stream, ReadOnlySpan<byte> content, int length, bool ends)
    {
        if (stream.Input.Add(content, length, ends) is { } error)
        {
            Fail(stream, error);
            return;
        }

        // Padding needs no room.
        flow.Grant(stream.Id, stream.Input.Return(length - content.Length));
        if (ends)
            streams.Ended(stream);
    }

    // A stream error (§5.4.2). To provoke many of them is as much work for the proxy as to reset many streams.
    private void Fail(Http2Stream stream, ErrorCode code)
    {
        stream.Fail(code);
        CountReset();
    }

    private void Reset(int id, ErrorCode code)
    {
        writer.Add(FrameType.ResetStream, id, (uint)code);
        CountReset();
    }

    private void CountReset()
    {
        if (!_resets.TryCount())
            throw new ConnectionErrorException(ErrorCode.EnhanceYourCalm, "too many streams are reset");
    }

    private void MustNotBeIdle(int id)
    {
        if (streams.IsIdle(id))
            throw new ConnectionErrorException(ErrorCode.ProtocolError, $"stream {id} has not been opened");
    }

    private void Served()
    {
        if (Interlocked.Decrement(ref _serving) == 0)
            _served.TrySetResult();
    }
}
