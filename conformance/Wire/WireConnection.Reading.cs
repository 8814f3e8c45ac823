using System.Security.Cryptography;
using ConformanceKit.Model;

namespace ConformanceKit.Wire;

/// <content>Reading plain bytes, as a tunnel carries them.</content>
public sealed partial class WireConnection
{
    /// <summary>Reads exactly this many bytes.</summary>
    /// <param name="count">How many.</param>
    /// <param name="within">The longest time without bytes; by default <see cref="Waits.Reply"/>.</param>
    /// <param name="cancel">Cancels the wait; by default the end of the scenario does.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="RequirementBrokenException"><c>closed-early</c>, <c>reset-early</c> or <c>bytes-timeout</c>.</exception>
    public async Task<byte[]> ReadExactlyAsync(int count, TimeSpan? within = null, CancellationToken cancel = default)
    {
        while (_buffer.Length < count)
        {
            if (!await ProgressAsync(Counted(count), within, cancel))
                throw EndedWithin(Counted(count), _buffer.Length);
        }

        return Take(count);
    }

    /// <summary>Reads up to and including a marker.</summary>
    /// <param name="marker">The marker's bytes.</param>
    /// <param name="within">The longest time without bytes; by default <see cref="Waits.Reply"/>.</param>
    /// <param name="cancel">Cancels the wait; by default the end of the scenario does.</param>
    /// <returns>The bytes, including the marker.</returns>
    /// <exception cref="RequirementBrokenException"><c>closed-early</c>, <c>reset-early</c> or <c>bytes-timeout</c>.</exception>
    public async Task<byte[]> ReadUntilAsync(
        ReadOnlyMemory<byte> marker, TimeSpan? within = null, CancellationToken cancel = default)
    {
        var expected = $"\"{ByteText.Escape(marker.Span)}\"";
        var from = 0;
        while (true)
        {
            var found = _buffer.Span[from..].IndexOf(marker.Span);
            if (found >= 0)
                return Take(from + found + marker.Length);
            from = Math.Max(0, _buffer.Length - marker.Length + 1);
            if (!await ProgressAsync(expected, within, cancel))
                throw EndedWithin(expected, _buffer.Length);
        }
    }

    /// <summary>Reads what is there, or waits for the next bytes.</summary>
    /// <param name="within">The longest time without bytes; by default <see cref="Waits.Reply"/>.</param>
    /// <param name="cancel">Cancels the wait; by default the end of the scenario does.</param>
    /// <returns>The bytes; empty if the peer ended its side, see <see cref="PeerFinished"/> and
    /// <see cref="PeerReset"/>.</returns>
    /// <exception cref="RequirementBrokenException"><c>bytes-timeout</c>.</exception>
    public async Task<byte[]> ReadSomeAsync(TimeSpan? within = null, CancellationToken cancel = default)
    {
        if (_buffer.Length == 0)
            await ProgressAsync("some bytes", within, cancel);
        return Take(_buffer.Length);
    }

    /// <summary>Reads everything until the peer ends its side.</summary>
    /// <param name="within">The longest time without bytes or the end; by default <see cref="Waits.Reply"/>.</param>
    /// <param name="cancel">Cancels the wait; by default the end of the scenario does.</param>
    /// <returns>The bytes and how it ended.</returns>
    /// <exception cref="RequirementBrokenException"><c>not-closed</c>: the connection stays open.</exception>
    public Task<WireEnd> ReadToEndAsync(TimeSpan? within = null, CancellationToken cancel = default) =>
        ReadToEndAsync(true, within, cancel);

    /// <summary>Reads everything until the peer ends its side, but only counts and hashes it, for bulk transfers.</summary>
    /// <param name="within">The longest time without bytes or the end; by default <see cref="Waits.Reply"/>.</param>
    /// <param name="cancel">Cancels the wait; by default the end of the scenario does.</param>
    /// <returns>How many bytes there were, their hash, and how it ended.</returns>
    /// <exception cref="RequirementBrokenException"><c>not-closed</c>: the connection stays open.</exception>
    public Task<WireEnd> HashToEndAsync(TimeSpan? within = null, CancellationToken cancel = default) =>
        ReadToEndAsync(false, within, cancel);

    /// <summary>Reads exactly this many bytes, but only hashes them, for bulk transfers.</summary>
    /// <param name="count">How many.</param>
    /// <param name="within">The longest time without bytes; by default <see cref="Waits.Reply"/>.</param>
    /// <param name="cancel">Cancels the wait; by default the end of the scenario does.</param>
    /// <returns>Their SHA-256 as lower-case hex.</returns>
    /// <exception cref="RequirementBrokenException"><c>closed-early</c>, <c>reset-early</c> or <c>bytes-timeout</c>.</exception>
    public async Task<string> HashExactlyAsync(long count, TimeSpan? within = null, CancellationToken cancel = default)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var left = count; left > 0;)
        {
            if (_buffer.Length == 0 && !await ProgressAsync($"{count} bytes", within, cancel))
                throw EndedWithin($"{count} bytes", count - left);
            var piece = _buffer.Take((int)Math.Min(left, _buffer.Length));
            hash.AppendData(piece);
            left -= piece.Length;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Waits <see cref="Waits.Quiet"/> for bytes that must not come.</summary>
    /// <param name="within">How long to wait; by default <see cref="Waits.Quiet"/>.</param>
    /// <param name="cancel">Cancels the wait; by default the end of the scenario does.</param>
    /// <returns>
    /// What came, as soon as it came; empty if nothing did, or if the peer ended its side: see <see cref="PeerFinished"/> and
    /// <see cref="PeerReset"/>.
    /// </returns>
    public async Task<byte[]> ExpectSilenceAsync(TimeSpan? within = null, CancellationToken cancel = default)
    {
        try
        {
            if (_buffer.Length > 0)
                return Take(_buffer.Length);
            var received = ReceiveAsync(within ?? _waits.Quiet, EndOf(cancel));
            await (within == TimeSpan.Zero
                ? received
                : _transcript.Uses.UntilAsync(within is null ? TimeUse.Quiet : TimeUse.Idle, received));
        }
        catch (TimeoutException)
        {
            // Silence is the expected outcome.
        }

        return Take(_buffer.Length);
    }

    /// <summary>
    /// The connection as a stream, for TLS and other protocols on top. It reads from the same buffer, so that nothing that
    /// arrived after a head is lost, and records everything. Its reads have no limit of their own; disposing it closes nothing.
    /// </summary>
    /// <returns>The stream.</returns>
    public Stream AsStream() => new WireStream(this);

    /// <summary>Reads some bytes without a time limit; 0 at the peer's FIN.</summary>
    internal async ValueTask<int> ReadIntoAsync(Memory<byte> into, CancellationToken cancel)
    {
        if (into.Length == 0)
            return 0;
        if (_buffer.Length == 0)
            await ReceiveAsync(Timeout.InfiniteTimeSpan, cancel);
        if (_buffer.Length == 0 && PeerReset)
            throw new WireResetException(null);
        return _buffer.TakeInto(into.Span);
    }

    private async Task<WireEnd> ReadToEndAsync(bool keep, TimeSpan? within, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var kept = new MemoryStream();
        var from = ReadLength;
        long length = 0;
        do
        {
            var piece = _buffer.Take(_buffer.Length);
            length += piece.Length;
            hash.AppendData(piece);
            if (keep)
                kept.Write(piece);
        }
        while (await ProgressAsync($"the end of the connection{(length > 0 ? $" after {length} bytes" : "")}", within, cancel,
            ReasonIds.NotClosed));

        var kind = PeerReset ? EndKind.Reset : EndKind.Fin;
        return new(kind, length, kept.ToArray().From(Name, from), Convert.ToHexStringLower(hash.GetHashAndReset()))
        {
            Read = new(Name, from, length),
            Marks = Ending,
        };
    }

    private static string Counted(long bytes) => bytes == 1 ? "a byte" : $"{bytes} bytes";

    private async Task<bool> ProgressAsync(
        string expected, TimeSpan? within, CancellationToken cancel, string reason = ReasonIds.BytesTimeout)
    {
        var bound = within ?? _waits.Reply;
        try
        {
            return await ReceiveAsync(bound, EndOf(cancel));
        }
        catch (TimeoutException)
        {
            throw TimedOut(reason, expected, bound);
        }
    }
}
