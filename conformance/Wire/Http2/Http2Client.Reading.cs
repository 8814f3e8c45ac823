using ConformanceKit.Model;

namespace ConformanceKit.Wire.Http2;

/// <content>Reading, all the time.</content>
public sealed partial class Http2Client
{
    private readonly WireBuffer _arrived = new();
    private long _offset;
    private long _blockStart;

    private async Task ReadAllAsync()
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, _wire.EndOf(default));
        var piece = new byte[LongestFrame];
        _offset = _wire.ReadLength;
        try
        {
            while (true)
            {
                var count = await _wire.ReadIntoAsync(piece, over.Token);
                if (count == 0)
                    break;
                _arrived.Append(piece.AsSpan(0, count));
                while (Next() is { } frame)
                    Take(frame);
            }

            End(new(Http2EndKind.Fin, $"closed the connection{Within()}"), _wire.Ending);
        }
        catch (WireResetException)
        {
            End(new(Http2EndKind.Reset, $"reset the connection{Within()}"), _wire.Ending);
        }
        catch (InvalidDataException fault)
        {
            End(new(Http2EndKind.Malformed, $"sent what is not HTTP/2: {fault.Message}"),
                [new BytesMark(Name, _offset, _arrived.Length)]);
        }
        catch (RequirementBrokenException broken)
        {
            End(new(Http2EndKind.Malformed, $"broke the connection: {broken.Message}"), broken.Marks);
        }
        catch (Exception gone) when (gone is OperationCanceledException or ObjectDisposedException or IOException)
        {
            // The scenario is over, or has reset the connection.
        }
    }

    private string Within() => _arrived.Length > 0 ? $" after {_arrived.Length} bytes of a frame" : "";

    // The first frame has to be SETTINGS (§3.4): anything else is another protocol.
    private Frame? Next()
    {
        var bytes = _arrived.Span;
        if (_frames == 0 && bytes.Length > 3 && bytes[3] != FrameTypes.Settings)
            throw new InvalidDataException($"it does not begin with SETTINGS, but with \"{ByteText.Escape(bytes)}\"");
        if (bytes.Length >= Frame.HeaderLength && Frame.LengthOf(bytes) > _maxFrame)
        {
            throw new InvalidDataException($"a frame ({FrameTypes.NameOf(bytes[3])}) announces {Frame.LengthOf(bytes)} bytes, "
                + $"and may have no more than {_maxFrame}");
        }

        return Frame.Read(bytes);
    }

    private void Take(Frame frame)
    {
        lock (_gate)
        {
            var length = Frame.HeaderLength + frame.Payload.Length;
            if (_blocks.Open is null)
                _blockStart = _offset;
            var fields = _blocks.Take(frame, out var first);
            _arrived.Drop(length);
            _offset += length;
            if (_blocks.Open is not null)
                return;
            Take(new ReceivedFrame(first, new(Name, _blockStart, _offset - _blockStart))
            {
                Fields = fields ?? [],
                Number = ++_frames,
            });
            Changed();
        }
    }

    private void Take(ReceivedFrame received)
    {
        var frame = received.Frame;
        var stream = _streams.GetValueOrDefault(frame.StreamId);
        switch (frame.Type)
        {
            case FrameTypes.Data:
                TakeData(received, stream);
                break;
            case FrameTypes.Settings when frame.Has(FrameFlags.Ack):
                if (_unacknowledged.TryDequeue(out var window) && window is { } smaller)
                    ChangeReceiveWindows(smaller);
                break;
            case FrameTypes.Settings:
                TakeSettings(frame);
                break;
            case FrameTypes.Ping when !frame.Has(FrameFlags.Ack) && _options.AnswersPings:
                Reply(Frame.Ping(frame.Payload, ack: true));
                break;
            case FrameTypes.WindowUpdate:
                (frame.StreamId == 0 ? _sendWindow : stream?.SendWindow)?.Add(frame.NumberAt(0) & int.MaxValue);
                break;
            case FrameTypes.GoAway when _goAway is null || frame.ErrorCode != ErrorCodes.NoError:
                _goAway = received;
                break;
            default:
                break;
        }

        // Once the connection has failed, a reset of one of its streams says nothing more.
        var belongs = frame.Type is FrameTypes.Data or FrameTypes.Headers
            || (frame.Type == FrameTypes.RstStream && Failed() is null);
        if (stream is not null && belongs)
            stream.Arrived.Enqueue(received);
        else
            _others.Add(received);
    }

    private void TakeSettings(Frame frame)
    {
        foreach (var (id, value) in frame.ReadSettings())
        {
            if (id == Setting.InitialWindowSize)
            {
                var change = value - (long)_peerSettings.GetValueOrDefault(id, (uint)DefaultWindow);
                foreach (var stream in _streams.Values)
                    stream.SendWindow.Add(change);
            }

            _peerSettings[id] = value;
        }

        if (_options.AcknowledgesSettings)
            Reply(Frame.SettingsAck());
    }

    private void TakeData(ReceivedFrame received, Http2Stream? stream)
    {
        var length = received.Frame.Payload.Length;
        _receiveWindow.Take(length);
        stream?.ReceiveWindow.Take(length);
        if (_receiveWindow.Left < 0 || stream?.ReceiveWindow.Left < 0)
            _overruns.Add(received);
        if (!_options.CreditsWindows)
            return;
        if (_receiveWindow.TakeDue() is > 0 and var due)
            Reply(Frame.WindowUpdate(0, due));
        if (stream is not null && !received.Frame.EndsStream && stream.ReceiveWindow.TakeDue() is > 0 and var own)
            Reply(Frame.WindowUpdate(stream.Id, own));
    }

    private void End(Http2End end, IReadOnlyList<Mark> marks)
    {
        lock (_gate)
        {
            _end = end with { Marks = marks, GoAway = _goAway };
            Changed();
        }
    }

    private void Changed()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }
}
