using System.Diagnostics;
using ConformanceKit.Model;

namespace ConformanceKit.Wire;

/// <content>Filling the buffer, and the reasons given when nothing more arrives.</content>
public sealed partial class WireConnection
{
    /// <summary>
    /// Receives some more bytes into the buffer. A receive that outlasts its wait continues in the background and serves the next
    /// call, so that neither a timeout nor a cancellation ever loses a byte.
    /// </summary>
    /// <returns>False if the peer ended its side, now or earlier.</returns>
    /// <exception cref="TimeoutException">Nothing arrived within that time.</exception>
    /// <exception cref="RequirementBrokenException"><c>flood</c>: more than <see cref="Limits"/> allow.</exception>
    private async Task<bool> ReceiveAsync(TimeSpan within, CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_flood is not null)
            throw _flood;
        // If a send met the reset, what had arrived before it can still be received.
        if (PeerFinished || (PeerReset && !_transport.HasArrived))
        {
            _recorder.Finish(WireEvent.Received);
            return false;
        }

        var current = _receiving ??= _transport.ReceiveAsync(_arriving);
        try
        {
            var count = await WithinAsync(current, within, cancel);
            _receiving = null;
            if (count == 0)
            {
                PeerFinished = true;
                _recorder.Finish(WireEvent.Received);
                _end = _recorder.End(WireEvent.FinReceived);
                return false;
            }

            if (ReceivedStart.Length == 0)
                ReceivedStart = _arriving.AsSpan(0, Math.Min(count, ByteText.DefaultMax)).ToArray();
            ReceivedLength += count;
            _recorder.Record(WireEvent.Received, _arriving.AsSpan(0, count));
            _buffer.Append(_arriving.AsSpan(0, count));
            // What else comes stays with the peer.
            if (ReceivedLength - _expected > _transcript.Traffic.AllowedOn(Name))
                throw _flood = _transcript.Traffic.TooManyBytes(Name, [Unread]);
            return true;
        }
        catch (WireResetException)
        {
            _recorder.Finish(WireEvent.Received);
            MarkReset();
            return false;
        }
    }

    private async Task<int> WithinAsync(Task<int> current, TimeSpan within, CancellationToken cancel)
    {
        try
        {
            return await current.WaitAsync(within, cancel);
        }
        catch (TimeoutException) when (current.IsCompleted || _transport.IsReadable)
        {
            // The data arrived in time; this machine was too busy to notice.
            return await current.WaitAsync(cancel);
        }
    }

    private void MarkReset()
    {
        if (!PeerReset)
            _end = _recorder.End(WireEvent.ResetReceived);
        PeerReset = true;
    }

    private byte[] Take(int count)
    {
        var from = ReadLength;
        return _buffer.Take(count).From(Name, from);
    }

    /// <summary>The peer ended its side before the expected message was complete.</summary>
    private RequirementBrokenException EndedBefore(string expected)
    {
        var nothing = _buffer.Length == 0;
        var byteMore = _lastHead is null ? "a byte" : "another byte";
        var (reason, how) = (PeerReset, nothing) switch
        {
            (false, true) => (ReasonIds.ClosedWithoutReply, $"closed the connection without sending {byteMore}"),
            (true, true) => (ReasonIds.ResetWithoutReply, $"reset the connection without sending {byteMore}"),
            (false, false) => (ReasonIds.ClosedEarly, "closed the connection after"),
            (true, false) => (ReasonIds.ResetEarly, "reset the connection after"),
        };
        return new(
            reason, $"{Name}: expected {AfterLastHead(expected)}, but the proxy {how}{Shown(" ", _buffer.Span)}{PassedOn()}")
        {
            Marks = Ending,
        };
    }

    /// <summary>The peer ended its side part-way through the expected bytes, some of which may already have been read.</summary>
    private RequirementBrokenException EndedWithin(string expected, long got) => new(
        PeerReset ? ReasonIds.ResetEarly : ReasonIds.ClosedEarly,
        $"{Name}: expected {expected}, but the proxy {(PeerReset ? "reset" : "closed")} the connection after {got} bytes"
        + Shown(", ending with ", _buffer.Span))
    {
        Marks = Ending,
    };

    // A peer that ends its side, or falls silent, after a 100 (Continue) did send something first.
    private string AfterLastHead(string message)
    {
        if (_lastHead is null)
            return message;
        var lines = _lastHead.AsSpan(MessageHead.LeadingEmptyLines(_lastHead));
        var startLine = lines[..Math.Max(0, lines.IndexOf((byte)'\n'))].TrimEnd((byte)'\r');
        return $"{message} after \"{ByteText.Escape(startLine)}\"";
    }

    private RequirementBrokenException TimedOut(string reason, string expected, TimeSpan within)
    {
        _transcript.Uses.Add(TimeUse.Unanswered, within);
        return new(reason,
            $"{Name}: expected {expected} within {within.TotalSeconds:0.#} s, but got {Received(_buffer.Span)}{PassedOn()}")
        {
            Marks = [InVain(expected, within)],
        };
    }

    // What does not come leaves no trace of its own, so the end of the wait is recorded in its place.
    private EventMark InVain(string expected, TimeSpan within) =>
        Note($"waited {within.TotalSeconds:0.#} s in vain for {expected}");

    // A client may wait in vain because an origin has received only part of its request. Two origins are enough to show that.
    private string PassedOn()
    {
        const int shown = 2;
        if (!Name.StartsWith("client ", StringComparison.Ordinal))
            return "";
        var origins = _transcript.Events
            .Where(happened =>
                happened.Kind == WireEvent.Received && happened.Connection.StartsWith("origin ", StringComparison.Ordinal))
            .GroupBy(happened => happened.Connection, happened => happened.Bytes)
            .ToList();
        return string.Concat(
            origins.Take(shown)
                .Select(origin => Shown($"; {origin.Key} had received ", [.. origin.SelectMany(bytes => bytes.ToArray())])))
            + (origins.Count > shown ? $", and {origins.Count - shown} more had received something" : "");
    }

    private static string Received(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? "nothing" : $"only{Shown(" ", bytes)}";

    private static string Shown(string before, ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty ? "" : $"{before}\"{ByteText.Escape(bytes)}\"";

    /// <summary>An overall bound for several receives.</summary>
    private readonly struct Deadline(TimeSpan within)
    {
        private readonly long _start = Stopwatch.GetTimestamp();

        public TimeSpan Remaining
        {
            get
            {
                if (within == Timeout.InfiniteTimeSpan)
                    return within;
                var left = within - Stopwatch.GetElapsedTime(_start);
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }
}
