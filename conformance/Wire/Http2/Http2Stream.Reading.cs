using System.Security.Cryptography;
using ConformanceKit.Model;

namespace ConformanceKit.Wire.Http2;

/// <content>Reading what the proxy sends on it.</content>
public sealed partial class Http2Stream
{
    private readonly WireBuffer _data = new();
    private BytesMark? _place;
    private StreamEnd? _end;
    private IReadOnlyList<Http2Field> _trailers = [];

    /// <summary>Reads exactly this many bytes of data.</summary>
    /// <param name="count">How many.</param>
    /// <param name="within">The longest time without data; by default <see cref="Waits.Reply"/>.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="RequirementBrokenException">
    /// <c>bytes-timeout</c>, <c>closed-early</c>, <c>reset-early</c>, <c>connection-error</c> or <c>malformed-frame</c>.
    /// </exception>
    public async Task<byte[]> ReadExactlyAsync(int count, TimeSpan? within = null)
    {
        var expected = count == 1 ? "a byte" : $"{count} bytes";
        while (_data.Length < count)
        {
            if (!await ReceiveAsync(expected, within, ReasonIds.BytesTimeout))
                throw Early(_end!, $"{expected}, of which {_data.Length} came");
        }

        return Placed(_data.Take(count));
    }

    /// <summary>Reads all data until the proxy ends the stream.</summary>
    /// <param name="within">The longest time without data or the end; by default <see cref="Waits.Reply"/>.</param>
    /// <returns>The data, and how it ended.</returns>
    /// <exception cref="RequirementBrokenException"><c>not-closed</c>: the stream stays open.</exception>
    public Task<StreamEnd> ReadToEndAsync(TimeSpan? within = null) => ReadToEndAsync(true, within);

    /// <summary>The same, but the data is only counted and hashed, for bulk transfers.</summary>
    /// <param name="within">The longest time without data or the end; by default <see cref="Waits.Reply"/>.</param>
    /// <returns>How much data there was, its hash, and how it ended.</returns>
    /// <exception cref="RequirementBrokenException"><c>not-closed</c>: the stream stays open.</exception>
    public Task<StreamEnd> HashToEndAsync(TimeSpan? within = null) => ReadToEndAsync(false, within);

    /// <summary>Waits <see cref="Waits.Quiet"/> for data, or an end, that must not come.</summary>
    /// <returns>
    /// The frame that came, as soon as it came, and that stays to be read; null if there was none, or if the connection has
    /// ended.
    /// </returns>
    public async Task<ReceivedFrame?> ExpectSilenceAsync()
    {
        var waiting = Client.TryWaitAsync(() => Arrived.TryPeek(out var next) ? next : null, Client.Wire.Waits.Quiet);
        await Client.Wire.Transcript.Uses.UntilAsync(TimeUse.Quiet, waiting);
        return (await waiting).Found;
    }

    /// <summary>Reads some data without a time limit; 0 at the end of the stream.</summary>
    /// <exception cref="WireResetException">It did not end with END_STREAM.</exception>
    internal async Task<int> ReadIntoAsync(Memory<byte> into)
    {
        while (_data.Length == 0 && await ReceiveAsync("some data", Timeout.InfiniteTimeSpan, ReasonIds.BytesTimeout))
        {
            // Empty DATA.
        }

        if (_data.Length == 0 && _end is not { Kind: StreamEndKind.EndStream })
            throw new WireResetException(null);
        return _data.TakeInto(into.Span);
    }

    /// <summary>Takes the next frame of the stream: HEADERS or DATA; null at its end, which is then in <c>_end</c>.</summary>
    private async Task<ReceivedFrame?> NextAsync(string expected, TimeSpan? within, string reason)
    {
        if (_end is not null)
            return null;
        var found = await Client.WaitAsync<object>(
            () => Arrived.TryDequeue(out var next) ? next : Client.Abandons(Id) is not null ? this : null,
            Name, expected, within, reason);
        if (found is not ReceivedFrame received)
        {
            _end = StreamEnd.OfConnection(Client, this);
            return null;
        }

        _end = StreamEnd.Of(received, this);
        return received.Frame.Type == FrameTypes.RstStream ? null : received;
    }

    /// <summary>Takes the next frame for its data.</summary>
    /// <returns>False at the end of the stream, if nothing has come with it.</returns>
    private async Task<bool> ReceiveAsync(string expected, TimeSpan? within, string reason)
    {
        if (await NextAsync(expected, within, reason) is not { } received)
            return false;
        if (received.Frame.Type == FrameTypes.Headers)
        {
            _trailers = received.Fields;
            return _end is null;
        }

        if (received.Frame.Content() is not { } content)
        {
            throw new RequirementBrokenException(
                ReasonIds.MalformedFrame, $"{Name}: {received.Frame} is shorter than its padding")
            {
                Marks = [received.Place],
            };
        }

        _place = _data.Length == 0 || _place is null
            ? received.Place
            : _place with { Length = received.Place.Offset + received.Place.Length - _place.Offset };
        _data.Append(content.Span);
        return true;
    }

    private async Task<StreamEnd> ReadToEndAsync(bool keep, TimeSpan? within)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var kept = new MemoryStream();
        var (length, start) = (0L, _place);
        do
        {
            var piece = _data.Take(_data.Length);
            start ??= piece.Length > 0 ? _place : null;
            length += piece.Length;
            hash.AppendData(piece);
            if (keep)
                kept.Write(piece);
        }
        while (await ReceiveAsync($"the end of the stream{(length > 0 ? $" after {length} bytes" : "")}", within,
            ReasonIds.NotClosed));

        var read = length > 0 && start is not null && _place is not null
            ? start with { Length = _place.Offset + _place.Length - start.Offset }
            : null;
        var bytes = kept.ToArray();
        return _end! with
        {
            Length = length,
            Bytes = read is null ? bytes : bytes.From(read),
            Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset()),
            Trailers = _trailers,
            Read = read,
        };
    }

    private byte[] Placed(byte[] bytes) => _place is null ? bytes : bytes.From(_place);

    private RequirementBrokenException Early(StreamEnd end, string expected)
    {
        var reply = expected == "a response";
        var reason = end.Kind switch
        {
            StreamEndKind.Malformed => ReasonIds.MalformedFrame,
            StreamEndKind.GoAway => ReasonIds.ConnectionError,
            StreamEndKind.Reset or StreamEndKind.ConnectionReset => reply ? ReasonIds.ResetWithoutReply : ReasonIds.ResetEarly,
            _ => reply ? ReasonIds.ClosedWithoutReply : ReasonIds.ClosedEarly,
        };
        return new(reason, $"{Name}: expected {expected}, but the proxy {end.Text}") { Marks = end.Marks };
    }
}
