using System.Diagnostics;
using ConformanceKit.Model;

namespace ConformanceKit.Wire;

/// <content>How bytes get into the buffer, and what is said when they do not.</content>
public sealed partial class WireConnection
{
    /// <summary>
    /// Receives some more bytes into the buffer. A receive whose wait ends goes on in the background and serves the next call, so
    /// that neither a timeout nor a cancellation ever loses a byte.
    /// </summary>
    /// <returns>False when the peer ended its side, now or before.</returns>
    /// <exception cref="TimeoutException">Nothing arrived within that time.</exception>
    private async Task<bool> ReceiveAsync(TimeSpan within, CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        // Where it was a send that met the reset, what had arrived before it is still there.
        if (PeerFinished || (PeerReset && !_transport.HasArrived))
            return false;

        var current = _receiving ??= _transport.ReceiveAsync(_arriving);
        try
        {
            var count = await WithinAsync(current, within, cancel);
            _receiving = null;
            if (count == 0)
            {
                PeerFinished = true;
                _transcript.Record(Name, WireEvent.FinReceived);
                return false;
            }

            if (ReceivedStart.Length == 0)
                ReceivedStart = _arriving.AsSpan(0, Math.Min(count, ByteText.DefaultMax)).ToArray();
            ReceivedLength += count;
            _transcript.Record(Name, WireEvent.Received, _arriving.AsSpan(0, count));
            _buffer.Append(_arriving.AsSpan(0, count));
            return true;
        }
        catch (WireResetException)
        {
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
            // It came in time: it was this machine that was too busy to notice.
            return await current.WaitAsync(cancel);
        }
    }

    private void MarkReset()
    {
        if (!PeerReset)
            _transcript.Record(Name, WireEvent.ResetReceived);
        PeerReset = true;
    }

    /// <summary>The peer ended its side before the message that was expected was complete.</summary>
    private RequirementBrokenException EndedBefore(string expected)
    {
        var nothing = _buffer.Length == 0;
        var byteMore = _lastHead is null ? "a byte" : "another byte";
        var (reason, how) = (PeerReset, nothing) switch
        {
            (false, true) => (ReasonIds.ClosedWithoutReply, $"closed the connection without {byteMore}"),
            (true, true) => (ReasonIds.ResetWithoutReply, $"reset the connection without {byteMore}"),
            (false, false) => (ReasonIds.ClosedEarly, "closed the connection after"),
            (true, false) => (ReasonIds.ResetEarly, "reset the connection after"),
        };
        return new(reason, $"{Name}: expected {Behind(expected)}, but the proxy {how}{Shown(" ", _buffer.Span)}{PassedOn()}");
    }

    /// <summary>The peer ended its side in the middle of bytes, of which some were read already.</summary>
    private RequirementBrokenException EndedWithin(string expected, long got) => new(
        PeerReset ? ReasonIds.ResetEarly : ReasonIds.ClosedEarly,
        $"{Name}: expected {expected}, but the proxy {(PeerReset ? "reset" : "closed")} the connection after {got} bytes" +
        Shown(", at the end ", _buffer.Span));

    // Whoever ends, or falls silent, behind a 100 (Continue) has sent something before.
    private string Behind(string message)
    {
        if (_lastHead is null)
            return message;
        var lines = _lastHead.AsSpan(MessageHead.LeadingEmptyLines(_lastHead));
        var startLine = lines[..Math.Max(0, lines.IndexOf((byte)'\n'))].TrimEnd((byte)'\r');
        return $"{message} behind \"{ByteText.Escape(startLine)}\"";
    }

    private RequirementBrokenException TimedOut(string reason, string expected, TimeSpan within)
    {
        _transcript.Uses.Add(TimeUse.Unanswered, within);
        return new(reason,
            $"{Name}: expected {expected} within {within.TotalSeconds:0.#} s, but got {Received(_buffer.Span)}{PassedOn()}");
    }

    // A client that waits in vain may wait for an origin that has only a part of its request. Of many origins two show the kind.
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
            .Select(origin => Shown($"; {origin.Key} had got ", [.. origin.SelectMany(bytes => bytes.ToArray())])))
            + (origins.Count > shown ? $", and {origins.Count - shown} more had got something" : "");
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
