using ConformanceKit.Model;

namespace ConformanceKit.Wire.Http2;

/// <content>Sending.</content>
public sealed partial class Http2Client
{
    /// <summary>Sends frames as they are, in one write, whatever the windows say.</summary>
    /// <param name="frames">The frames in order.</param>
    /// <returns>Completes when the kernel has accepted all of them.</returns>
    /// <exception cref="RequirementBrokenException">The proxy reset the connection, or accepts no more bytes.</exception>
    public Task SendAsync(params Frame[] frames) => InTurnAsync(() => _wire.SendAsync(Accounted(frames)));

    /// <summary>Sends frames to a proxy that may legitimately end the connection meanwhile, for instance for a flood.</summary>
    /// <param name="frames">The frames in order.</param>
    /// <returns>False if it has ended.</returns>
    /// <exception cref="RequirementBrokenException">The proxy accepts no more bytes.</exception>
    public Task<bool> TrySendAsync(params Frame[] frames) =>
        InTurnAsync(async () => !_wire.SendingEnded && await _wire.TrySendAsync(Accounted(frames)));

    /// <summary>Sends bytes that need not be frames; no window takes note of them.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>Completes when the kernel has accepted all of them.</returns>
    /// <exception cref="RequirementBrokenException">The proxy reset the connection, or accepts no more bytes.</exception>
    public Task SendBytesAsync(ReadOnlyMemory<byte> bytes) => InTurnAsync(() => _wire.SendAsync(bytes));

    /// <summary>Ends the connection's sending side with a FIN.</summary>
    /// <returns>Completes when it is sent.</returns>
    public Task ShutdownSendAsync() => InTurnAsync(() =>
    {
        _wire.ShutdownSend();
        return Task.CompletedTask;
    });

    /// <summary>Sends the first of some frames of DATA if the windows of its stream and of the connection allow it.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="frameWithin">Makes the frame for as much as they allow; null if that is too little.</param>
    /// <returns>The frame, or null if nothing was sent.</returns>
    internal Task<Frame?> SendAllowedAsync(Http2Stream stream, Func<long, Frame?> frameWithin) => InTurnAsync(async () =>
    {
        Frame? frame;
        lock (_gate)
            frame = frameWithin(Allowed(stream));
        if (frame is not null)
            await _wire.SendAsync(Accounted([frame]));
        return frame;
    });

    /// <summary>How many bytes of DATA may be sent at present, on a stream, in one frame. Called inside the lock.</summary>
    internal long Allowed(Http2Stream stream)
    {
        var window = Math.Min(_sendWindow.Left, stream.SendWindow.Left);
        return Math.Clamp(window, 0, _peerSettings.GetValueOrDefault(Setting.MaxFrameSize, (uint)LongestFrame));
    }

    private async Task InTurnAsync(Func<Task> send) => await InTurnAsync(async () =>
    {
        await send();
        return true;
    });

    // Scenarios and the reader's replies send at the same time, and frames must not be mixed.
    private async Task<T> InTurnAsync<T>(Func<Task<T>> send)
    {
        await _sending.WaitAsync(_wire.EndOf(default));
        try
        {
            return await send();
        }
        finally
        {
            _sending.Release();
        }
    }

    // What is sent by hand counts too.
    private byte[] Accounted(IReadOnlyList<Frame> frames)
    {
        using var bytes = new MemoryStream();
        lock (_gate)
        {
            foreach (var frame in frames)
            {
                Account(frame);
                bytes.Write(frame.ToBytes());
            }
        }

        return bytes.ToArray();
    }

    private void Account(Frame frame)
    {
        var stream = _streams.GetValueOrDefault(frame.StreamId);
        switch (frame.Type)
        {
            case FrameTypes.Data:
                _sendWindow.Spend(frame.Payload.Length);
                stream?.SendWindow.Spend(frame.Payload.Length);
                break;
            case FrameTypes.WindowUpdate when frame.StreamId == 0:
                _receiveWindow.Credit(frame.NumberAt(0));
                break;
            case FrameTypes.WindowUpdate:
                stream?.ReceiveWindow.Credit(frame.NumberAt(0));
                break;
            case FrameTypes.Settings when !frame.Has(FrameFlags.Ack):
                AccountSettings(frame);
                break;
            default:
                break;
        }
    }

    // A larger window may be used at once, a smaller one has to be kept only from the acknowledgement on.
    private void AccountSettings(Frame frame)
    {
        long? smaller = null;
        foreach (var setting in frame.ReadSettings().Where(one => one.Id == Setting.InitialWindowSize))
        {
            if (setting.Value > _initialReceiveWindow)
                ChangeReceiveWindows(setting.Value);
            else
                smaller = setting.Value;
        }

        _unacknowledged.Enqueue(smaller);
    }

    private void ChangeReceiveWindows(long size)
    {
        foreach (var stream in _streams.Values)
            stream.ReceiveWindow.Credit(size - _initialReceiveWindow);
        _initialReceiveWindow = size;
    }

    // The reader must not wait until the proxy takes more bytes.
    private void Reply(params Frame[] frames)
    {
        _replying = ReplyAsync(_replying, frames);
    }

    private async Task ReplyAsync(Task before, Frame[] frames)
    {
        await before;
        try
        {
            await TrySendAsync(frames);
        }
        catch (Exception fault) when (fault is RequirementBrokenException or OperationCanceledException
            or ObjectDisposedException or InvalidOperationException)
        {
            // The scenario waits for what matters to it, and sees how the connection ends.
        }
    }
}
