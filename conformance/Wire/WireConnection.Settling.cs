using ConformanceKit.Model;

namespace ConformanceKit.Wire;

/// <content>Finding out whether anything more comes.</content>
public sealed partial class WireConnection
{
    /// <summary>
    /// Reads whatever comes until the peer ends its side, or until nothing came for <see cref="Waits.Quiet"/>. For a peer that
    /// may or may not keep the connection open, but must not react in either case.
    /// </summary>
    /// <param name="cancel">Cancels the wait.</param>
    /// <returns>All bytes that came.</returns>
    public async Task<byte[]> ReadUntilQuietAsync(CancellationToken cancel = default)
    {
        using var all = new MemoryStream();
        var from = ReadLength;
        while (true)
        {
            var piece = await ExpectSilenceAsync(cancel: cancel);
            if (piece.Length == 0)
                return all.ToArray().From(Name, from);
            all.Write(piece);
        }
    }

    /// <summary>The same for whatever comes, which is recorded and not kept: it may have no end but that of the scenario.</summary>
    internal async Task IgnoreUntilQuietAsync()
    {
        int length;
        do
            length = (await ExpectSilenceAsync()).Length;
        while (length > 0);
    }

    /// <summary>Waits for the peer's next bytes, which stay unread, or for its end.</summary>
    /// <param name="within">How long to wait; by default <see cref="Waits.Reply"/>.</param>
    /// <param name="cancel">Cancels the wait; by default the end of the scenario does.</param>
    /// <returns>Whether the peer ended its side without sending anything more.</returns>
    /// <exception cref="Model.RequirementBrokenException"><c>bytes-timeout</c>: neither came in time.</exception>
    public Task<bool> IsClosedAsync(TimeSpan? within = null, CancellationToken cancel = default) =>
        IsClosedAsync("a reply or the end of the connection", ReasonIds.BytesTimeout, within, cancel);

    /// <summary>
    /// Waits until the peer's kernel has all that was sent: from then on, neither a close nor a reset on this side can lose it.
    /// For a plain TCP connection.
    /// </summary>
    /// <param name="within">How long to wait; by default <see cref="Waits.Reply"/>.</param>
    /// <param name="cancel">Cancels the wait; by default the end of the scenario does.</param>
    /// <returns>Whether it has; false if something is still unacknowledged by then.</returns>
    /// <exception cref="Model.NotApplicableException">This machine's kernel does not report it.</exception>
    public async Task<bool> AcknowledgedAsync(TimeSpan? within = null, CancellationToken cancel = default)
    {
        var deadline = new Deadline(within ?? _waits.Reply);
        while (!(_transport.IsAcknowledged ?? throw new Model.NotApplicableException("this machine does not report which bytes "
            + "have been acknowledged")))
        {
            if (deadline.Remaining == TimeSpan.Zero)
                return false;
            await Task.Delay(_waits.Segment, EndOf(cancel));
        }

        return true;
    }

    /// <summary>
    /// Says that the peer will send this much of its own, for instance because it answers very many requests itself: so much more
    /// than <see cref="Model.Limits.Bytes"/> is no flood. What the other side of the proxy sends need not be announced.
    /// </summary>
    /// <param name="bytes">How many more bytes.</param>
    public void Expect(long bytes) => _expected += bytes;

    /// <summary>
    /// Keeps the peer from sending much more than this ahead of what is read; the rest stays with the peer. Otherwise chance
    /// decides how much the kernels buffer.
    /// </summary>
    /// <param name="bytes">About how many bytes.</param>
    public void TakeAtMost(int bytes) => _transport.TakeAtMost(bytes);

    /// <summary>
    /// <see cref="IsClosedAsync(TimeSpan?, CancellationToken)"/>, for another expectation with its own reason id.
    /// </summary>
    internal async Task<bool> IsClosedAsync(
        string expected, string reason, TimeSpan? within = null, CancellationToken cancel = default)
    {
        if (_buffer.Length == 0)
            await ProgressAsync(expected, within, cancel, reason);
        return _buffer.Length == 0;
    }
}
