using ConformanceKit.Model;

namespace ConformanceKit.Wire;

/// <content>Reading HTTP/1 messages.</content>
public sealed partial class WireConnection
{
    private const int LongestHead = 16 * 1024 * 1024;

    /// <summary>
    /// Reads the next response's head, whatever its status, even a 1xx. No byte of a body or tunnel is consumed.
    /// </summary>
    /// <param name="within">The time for the whole head; by default <see cref="Waits.Reply"/>.</param>
    /// <param name="cancel">Cancels the wait; by default the end of the scenario does.</param>
    /// <returns>The response without a body.</returns>
    /// <exception cref="RequirementBrokenException">
    /// <c>reply-timeout</c>, <c>closed-without-reply</c>, <c>reset-without-reply</c>, <c>closed-early</c>, <c>reset-early</c>
    /// or <c>malformed-response</c>.
    /// </exception>
    public async Task<WireResponse> ReadHeadAsync(TimeSpan? within = null, CancellationToken cancel = default) =>
        WireResponse.Parse(
            await ReadHeadBytesAsync("a response", ReasonIds.MalformedResponse, false, within ?? _waits.Reply, cancel)
            ?? throw EndedBefore("a response"));

    /// <summary>
    /// Reads a response: its head, and its body by RFC 9112 §6.3. The 1xx responses before it (except 101, which is final) are in
    /// <see cref="WireResponse.Interim"/>. A 2xx to CONNECT has no body: what follows is the tunnel.
    /// </summary>
    /// <param name="method">The method of the request that it answers.</param>
    /// <param name="within">The time for each head, and the longest pause in the body; by default
    /// <see cref="Waits.Reply"/>.</param>
    /// <param name="cancel">Cancels the wait; by default the end of the scenario does.</param>
    /// <returns>The response; a body that is cut short does not throw, see <see cref="WireMessage.BodyEnd"/>.</returns>
    /// <exception cref="RequirementBrokenException">
    /// As with <see cref="ReadHeadAsync"/>, and <c>bytes-timeout</c> in the body.
    /// </exception>
    public async Task<WireResponse> ReadResponseAsync(string method, TimeSpan? within = null, CancellationToken cancel = default)
    {
        var response = await ReadFinalHeadAsync(within, cancel);
        await ReadBodyAsync(response, method, within, cancel);
        return response;
    }

    /// <summary>
    /// Reads response heads up to the first final one; those before it are in <see cref="WireResponse.Interim"/>.
    /// </summary>
    /// <param name="within">The time for each; by default <see cref="Waits.Reply"/>.</param>
    /// <param name="cancel">Cancels the wait; by default the end of the scenario does.</param>
    /// <returns>The response without a body.</returns>
    /// <exception cref="RequirementBrokenException">
    /// As with <see cref="ReadHeadAsync"/>; <c>flood</c> after more than <see cref="Limits.Messages"/> that are not final.
    /// </exception>
    public async Task<WireResponse> ReadFinalHeadAsync(TimeSpan? within = null, CancellationToken cancel = default)
    {
        var interim = new List<WireResponse>();
        var response = await ReadHeadAsync(within, cancel);
        while (response.StatusCode is >= 100 and < 200 and not 101)
        {
            interim.Add(response);
            if (interim.Count > _transcript.Traffic.Limits.Messages)
                throw _transcript.Traffic.TooManyInterim(Name);
            response = await ReadHeadAsync(within, cancel);
        }

        response.Interim = interim;
        return response;
    }

    /// <summary>Reads the body that follows a response's head.</summary>
    /// <param name="response">The response; a body that is cut short does not throw, see
    /// <see cref="WireMessage.BodyEnd"/>.</param>
    /// <param name="method">The method of the request that it answers.</param>
    /// <param name="within">The longest pause in the body; by default <see cref="Waits.Reply"/>.</param>
    /// <param name="cancel">Cancels the wait; by default the end of the scenario does.</param>
    /// <returns>Completes when the body has ended.</returns>
    /// <exception cref="RequirementBrokenException"><c>bytes-timeout</c>.</exception>
    public Task ReadBodyAsync(
        WireResponse response, string method, TimeSpan? within = null, CancellationToken cancel = default) =>
        new BodyReader(this, response, within, cancel).ReadAsync(BodyFraming.Of(response, method));

    /// <summary>Reads a request with its body, as an origin does.</summary>
    /// <param name="within">The time for the head, and the longest pause in the body; by default
    /// <see cref="Waits.Reply"/>.</param>
    /// <param name="cancel">Cancels the wait; by default the end of the scenario does.</param>
    /// <returns>The request; a body that is cut short does not throw, see <see cref="WireMessage.BodyEnd"/>.</returns>
    /// <exception cref="RequirementBrokenException">
    /// As with <see cref="ReadRequestHeadAsync"/>, and <c>bytes-timeout</c> in the body.
    /// </exception>
    public async Task<WireRequest> ReadRequestAsync(TimeSpan? within = null, CancellationToken cancel = default) =>
        await TryReadRequestAsync(within, cancel) ?? throw EndedBefore("a request");

    /// <summary>Reads a request's head. No byte after it is consumed.</summary>
    /// <param name="within">The time for the whole head; by default <see cref="Waits.Reply"/>.</param>
    /// <param name="cancel">Cancels the wait; by default the end of the scenario does.</param>
    /// <returns>The request without a body.</returns>
    /// <exception cref="RequirementBrokenException">
    /// <c>reply-timeout</c>, <c>closed-without-reply</c>, <c>reset-without-reply</c>, <c>closed-early</c>, <c>reset-early</c>
    /// or <c>malformed-request</c>.
    /// </exception>
    public async Task<WireRequest> ReadRequestHeadAsync(TimeSpan? within = null, CancellationToken cancel = default) =>
        await TryReadRequestHeadAsync(within, cancel) ?? throw EndedBefore("a request");

    /// <summary>Reads the next request with its body; null if the peer ended its side instead of starting one.</summary>
    internal async Task<WireRequest?> TryReadRequestAsync(TimeSpan? within = null, CancellationToken cancel = default)
    {
        var request = await TryReadRequestHeadAsync(within, cancel);
        if (request is not null)
            await ReadBodyAsync(request, within, cancel);
        return request;
    }

    /// <summary>Counts a request that an origin keeps: each costs little to send, and more to keep.</summary>
    /// <exception cref="RequirementBrokenException"><c>flood</c>: there are too many.</exception>
    internal void CountRequest()
    {
        if (++_requests > _transcript.Traffic.Limits.Messages)
            throw _flood = _transcript.Traffic.TooManyRequests(Name);
    }

    /// <summary>Reads the body that follows a request's head.</summary>
    internal Task ReadBodyAsync(WireRequest request, TimeSpan? within = null, CancellationToken cancel = default) =>
        new BodyReader(this, request, within, cancel).ReadAsync(BodyFraming.Of(request));

    /// <summary>Reads the next request's head; null if the peer ended its side instead of starting one.</summary>
    internal async Task<WireRequest?> TryReadRequestHeadAsync(TimeSpan? within = null, CancellationToken cancel = default)
    {
        var raw = await ReadHeadBytesAsync("a request", ReasonIds.MalformedRequest, true, within ?? _waits.Reply, cancel);
        return raw is null ? null : WireRequest.Parse(raw);
    }

    /// <summary>Reads a line with its line end; null if the peer ended its side before the line was complete.</summary>
    /// <param name="within">The longest pause in it; by default <see cref="Waits.Reply"/>.</param>
    /// <param name="isPlaced">Whether it is remembered where the line was, for a failure to point at.</param>
    /// <param name="cancel">Cancels the wait; by default the end of the scenario does.</param>
    internal async Task<byte[]?> TryReadLineAsync(TimeSpan? within, bool isPlaced, CancellationToken cancel)
    {
        for (var from = 0; ;)
        {
            var found = _buffer.Span[from..].IndexOf((byte)'\n');
            if (found >= 0)
                return isPlaced ? Take(from + found + 1) : _buffer.Take(from + found + 1);
            from = _buffer.Length;
            if (from > LongestHead || !await ProgressAsync("the rest of the body, or the end of the connection,", within, cancel))
                return null;
        }
    }

    /// <summary>Reads some bytes of a body, at most this many; empty if the peer ended its side.</summary>
    internal async Task<byte[]> ReadAtMostAsync(long count, TimeSpan? within, CancellationToken cancel)
    {
        if (_buffer.Length == 0)
            await ProgressAsync("the rest of the body, or the end of the connection,", within, cancel);
        return _buffer.Take((int)Math.Min(count, _buffer.Length));
    }

    private async Task<byte[]?> ReadHeadBytesAsync(
        string expected, string malformed, bool skipEmptyLines, TimeSpan within, CancellationToken cancel)
    {
        var deadline = new Deadline(within);
        var (scanned, empty) = (0, 0);
        while (true)
        {
            if (skipEmptyLines)
                scanned = Math.Max(scanned, empty = MessageHead.LeadingEmptyLines(_buffer.Span, empty));
            var length = MessageHead.FindEnd(_buffer.Span, ref scanned);
            if (length >= 0)
            {
                return _buffer.Span[..length].Count((byte)'\n') <= _transcript.Traffic.Limits.Lines
                    ? _lastHead = Take(length)
                    : throw _transcript.Traffic.TooManyLines(Name);
            }

            if (_buffer.Length > LongestHead)
            {
                throw new RequirementBrokenException(malformed,
                    $"{Name}: {expected} has a head of more than {LongestHead} bytes")
                {
                    Marks = [Unread],
                };
            }

            try
            {
                if (await ReceiveAsync(deadline.Remaining, EndOf(cancel)))
                    continue;
            }
            catch (TimeoutException)
            {
                throw TimedOut(ReasonIds.ReplyTimeout, AfterLastHead(expected), within);
            }

            return _buffer.Length == 0 ? null : throw EndedBefore(expected);
        }
    }
}
