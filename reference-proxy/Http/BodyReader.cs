using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Connections;

namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>Why a body ended.</summary>
internal enum BodyEnd
{
    /// <summary>It is complete, as its framing says.</summary>
    Complete,

    /// <summary>The connection ended first: the body must never look complete to the recipient (RFC 9112 §8).</summary>
    Truncated,

    /// <summary>It violates its framing; <see cref="BodyReader.Rejected"/> says how.</summary>
    Malformed,
}

/// <summary>Reads one message body and stops exactly at its end (RFC 9112 §6).</summary>
internal sealed class BodyReader(ByteReader source, BodyFraming framing, int maxTrailers, bool isRequest)
{
    private readonly ChunkedDecoder? _chunks = framing.Delimiter == BodyDelimiter.Chunked ? new(maxTrailers, isRequest) : null;
    private long _left = framing.Length;
    private int _handedOut;
    private bool _reset;

    /// <summary>How the body ended; null until it has.</summary>
    public BodyEnd? End { get; private set; }

    /// <summary>Why the body is malformed, or null.</summary>
    public RejectionReason? Rejected => _chunks?.Rejected;

    /// <summary>
    /// Whether the last byte of the body has been received, even if it has not been used yet: what follows on the connection is
    /// the next message.
    /// </summary>
    public bool IsReceived =>
        End == BodyEnd.Complete || framing.Delimiter == BodyDelimiter.NoBody
        || (framing.Delimiter == BodyDelimiter.Length && _left == 0);

    /// <summary>
    /// Returns the next bytes of content, decoded; empty when the body has ended. They are valid until the next call.
    /// </summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel)
    {
        ReadOnlyMemory<byte> content;
        while (!TryRead(out content))
        {
            if (!await TryFillAsync(cancel))
                End = framing.Delimiter == BodyDelimiter.Close && !_reset ? BodyEnd.Complete : BodyEnd.Truncated;
        }

        return content;
    }

    /// <summary>Like <see cref="ReadAsync"/>, but only from what has arrived; false if more has to arrive first.</summary>
    public bool TryRead(out ReadOnlyMemory<byte> content)
    {
        Consume();
        content = End is null ? Take() : default;
        return content.Length > 0 || End is not null;
    }

    /// <summary>Marks the bytes of the last <see cref="ReadAsync"/> as used.</summary>
    public void Consume()
    {
        source.Advance(_handedOut);
        _handedOut = 0;
    }

    private async ValueTask<bool> TryFillAsync(CancellationToken cancel)
    {
        try
        {
            return await source.FillAsync(cancel);
        }
        catch (SocketException)
        {
            // A reset is never a regular end, not even of a body that is delimited by the close of the connection.
            _reset = true;
            return false;
        }
    }

    private ReadOnlyMemory<byte> Take() => framing.Delimiter switch
    {
        BodyDelimiter.NoBody => Ended(BodyEnd.Complete),
        BodyDelimiter.Length => TakeLength(),
        BodyDelimiter.Chunked => TakeChunk(),
        _ => HandOut(source.Buffered),
    };

    private ReadOnlyMemory<byte> TakeLength()
    {
        if (_left == 0)
            return Ended(BodyEnd.Complete);
        var bytes = source.Buffered;
        bytes = bytes[..(int)Math.Min(bytes.Length, _left)];
        _left -= bytes.Length;
        return HandOut(bytes);
    }

    private ReadOnlyMemory<byte> TakeChunk()
    {
        while (true)
        {
            var bytes = source.Buffered;
            var taken = _chunks!.Take(bytes.Span, out var range);
            if (_chunks.Rejected is not null)
                return Ended(BodyEnd.Malformed);
            if (bytes[range] is { Length: > 0 } data)
                return HandOut(data);
            source.Advance(taken);
            if (_chunks.IsComplete)
                return Ended(BodyEnd.Complete);
            if (taken == 0)
                return default;
        }
    }

    // The bytes stay in the buffer until the next call, so that they can be sent from there.
    private ReadOnlyMemory<byte> HandOut(ReadOnlyMemory<byte> bytes)
    {
        _handedOut = bytes.Length;
        return bytes;
    }

    private ReadOnlyMemory<byte> Ended(BodyEnd end)
    {
        End = end;
        return default;
    }
}
