using System.Diagnostics;
using ConformanceKit.Model;

namespace ConformanceKit.Wire.Http2;

/// <content>Waiting for frames of the connection, and for its end.</content>
public sealed partial class Http2Client
{
    /// <summary>Waits for the proxy's next SETTINGS that is no acknowledgement.</summary>
    /// <param name="within">How long to wait; by default <see cref="Waits.Reply"/>.</param>
    /// <returns>The frame.</returns>
    /// <exception cref="RequirementBrokenException">It does not come.</exception>
    public Task<ReceivedFrame> SettingsAsync(TimeSpan? within = null) =>
        NextAsync("SETTINGS", frame => frame.Type == FrameTypes.Settings && !frame.Has(FrameFlags.Ack), within);

    /// <summary>Waits until the proxy acknowledges one more SETTINGS of the client (RFC 9113 §6.5.3).</summary>
    /// <param name="within">How long to wait; by default <see cref="Waits.Reply"/>.</param>
    /// <returns>The frame.</returns>
    /// <exception cref="RequirementBrokenException">It does not come.</exception>
    public Task<ReceivedFrame> SettingsAckAsync(TimeSpan? within = null) =>
        NextAsync("the acknowledgement of SETTINGS",
            frame => frame.Type == FrameTypes.Settings && frame.Has(FrameFlags.Ack), within);

    /// <summary>
    /// Sends PING, and waits for the answer (RFC 9113 §6.7): from then on, the proxy has read everything that was sent before.
    /// </summary>
    /// <param name="within">How long to wait; by default <see cref="Waits.Reply"/>.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="RequirementBrokenException">It does not come.</exception>
    public async Task<ReceivedFrame> PingAsync(TimeSpan? within = null)
    {
        var data = Guid.NewGuid().ToByteArray().AsMemory(0, 8);
        await SendAsync(Frame.Ping(data));
        return await NextAsync("the answer to PING", frame => frame.Type == FrameTypes.Ping && frame.Has(FrameFlags.Ack)
            && frame.Payload.Span.SequenceEqual(data.Span), within);
    }

    /// <summary>Waits for GOAWAY.</summary>
    /// <param name="within">How long to wait; by default <see cref="Waits.Reply"/>.</param>
    /// <returns>The frame.</returns>
    /// <exception cref="RequirementBrokenException">It does not come.</exception>
    public Task<ReceivedFrame> GoAwayAsync(TimeSpan? within = null) =>
        NextAsync("GOAWAY", frame => frame.Type == FrameTypes.GoAway, within);

    /// <summary>
    /// Waits for a frame that is not part of what a stream says: of the connection, WINDOW_UPDATE, or of no stream of the client.
    /// </summary>
    /// <param name="expected">What is waited for, for people to read.</param>
    /// <param name="wanted">Whether it is this one; those that are not stay for others.</param>
    /// <param name="within">How long to wait; by default <see cref="Waits.Reply"/>.</param>
    /// <returns>The frame.</returns>
    /// <exception cref="RequirementBrokenException">It does not come.</exception>
    public async Task<ReceivedFrame> NextAsync(string expected, Func<Frame, bool> wanted, TimeSpan? within = null)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        return await WaitAsync(() => TakeOther(wanted), Name, expected, within) ?? throw Ended(Name, expected);
    }

    /// <summary>Whether such a frame has come already; it is taken.</summary>
    /// <param name="wanted">Whether it is this one.</param>
    /// <returns>The frame, or null.</returns>
    public ReceivedFrame? TryNext(Func<Frame, bool> wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        lock (_gate)
            return TakeOther(wanted);
    }

    /// <summary>Waits until the proxy ends the connection.</summary>
    /// <param name="within">How long to wait; by default <see cref="Waits.Reply"/>.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="RequirementBrokenException"><c>not-closed</c>: it stays open.</exception>
    public async Task<Http2End> EndAsync(TimeSpan? within = null)
    {
        await WaitAsync(() => _end, Name, "the end of the connection", within, ReasonIds.NotClosed);
        return _end!;
    }

    /// <summary>
    /// Waits for an error of the connection (RFC 9113 §5.4.1): GOAWAY that names one, or the end of the connection in any way.
    /// </summary>
    /// <param name="within">How long to wait; by default <see cref="Waits.Reply"/>.</param>
    /// <returns>Which.</returns>
    /// <exception cref="RequirementBrokenException"><c>not-closed</c>: there is none.</exception>
    public async Task<Http2End> ErrorAsync(TimeSpan? within = null) =>
        await WaitAsync(() => Failed() ?? _end, Name, "an error of the connection", within, ReasonIds.NotClosed) ?? _end!;

    /// <summary>What the proxy has said so far about one of its settings, or null.</summary>
    /// <param name="id">One of the constants of <see cref="Setting"/>.</param>
    public uint? PeerSetting(ushort id)
    {
        lock (_gate)
            return _peerSettings.TryGetValue(id, out var value) ? value : null;
    }

    /// <summary>How the connection has ended, or null.</summary>
    internal Http2End? End() => _end;

    /// <summary>
    /// The GOAWAY that names an error, or that leaves a stream out, or null: then nothing more comes on that stream.
    /// </summary>
    internal ReceivedFrame? Abandons(int stream) => _goAway is { } away
        && (away.Frame.ErrorCode != ErrorCodes.NoError || (away.Frame.NumberAt(0) & int.MaxValue) < stream) ? away : null;

    /// <summary>Waits until there is what is looked for, or the connection has ended without it.</summary>
    /// <param name="look">Looks for it; called inside the lock.</param>
    /// <param name="who">What waits, for people to read.</param>
    /// <param name="expected">What is waited for, likewise.</param>
    /// <param name="within">How long; by default <see cref="Waits.Reply"/>.</param>
    /// <param name="reason">The reason id if it does not come in time.</param>
    /// <returns>What was found; null at the end of the connection.</returns>
    /// <exception cref="RequirementBrokenException">It did not come in time.</exception>
    internal async Task<T?> WaitAsync<T>(
        Func<T?> look, string who, string expected, TimeSpan? within, string reason = ReasonIds.ReplyTimeout) where T : class
    {
        var bound = within ?? _wire.Waits.Reply;
        if (await TryWaitAsync(look, bound) is var (found, isOver) && (found is not null || isOver))
            return found;
        _wire.Transcript.Uses.Add(TimeUse.Unanswered, bound);
        throw new RequirementBrokenException(reason, $"{who}: expected {expected} within {bound.TotalSeconds:0.#} s, but in vain")
        {
            Marks = [_wire.Note($"waited {bound.TotalSeconds:0.#} s in vain for {expected}")],
        };
    }

    /// <summary>The same, where it is no failure if it does not come in time.</summary>
    internal async Task<(T? Found, bool IsOver)> TryWaitAsync<T>(Func<T?> look, TimeSpan within) where T : class
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (look() is { } found)
                    return (found, false);
                if (_end is not null)
                    return (null, true);
                changed = _changed.Task;
            }

            var left = within == Timeout.InfiniteTimeSpan ? within : within - Stopwatch.GetElapsedTime(start);
            if (left <= TimeSpan.Zero && within != Timeout.InfiniteTimeSpan)
                return (null, false);
            await changed.WaitAsync(left, _wire.EndOf(default)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _wire.EndOf(default).ThrowIfCancellationRequested();
        }
    }

    /// <summary>The failure of a connection that has ended before something came.</summary>
    internal RequirementBrokenException Ended(string who, string expected)
    {
        var end = _end!;
        var goAway = end.Code is { } code and not ErrorCodes.NoError ? $" with GOAWAY {ErrorCodes.NameOf(code)}" : "";
        var reason = (end.Kind, goAway.Length > 0, _frames) switch
        {
            (Http2EndKind.Malformed, _, _) => ReasonIds.MalformedFrame,
            (_, true, _) => ReasonIds.ConnectionError,
            (Http2EndKind.Reset, _, 0) => ReasonIds.ResetWithoutReply,
            (Http2EndKind.Reset, _, _) => ReasonIds.ResetEarly,
            (_, _, 0) => ReasonIds.ClosedWithoutReply,
            _ => ReasonIds.ClosedEarly,
        };
        return new(reason, $"{who}: expected {expected}, but the proxy {end.Text}{goAway}")
        {
            Marks = end.GoAway is { } last && goAway.Length > 0 ? [last.Place] : end.Marks,
        };
    }

    private Http2End? Failed() => _goAway is { Frame.ErrorCode: { } code and not ErrorCodes.NoError } away
        ? new(Http2EndKind.GoAway, $"sent GOAWAY {ErrorCodes.NameOf(code)}") { GoAway = away, Marks = [away.Place] }
        : null;

    private ReceivedFrame? TakeOther(Func<Frame, bool> wanted)
    {
        if (_others.Find(other => wanted(other.Frame)) is not { } found)
            return null;
        _others.Remove(found);
        return found;
    }
}
