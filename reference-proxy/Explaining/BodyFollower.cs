using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>Counts the bytes of one body as they pass, to know where the next head begins.</summary>
internal sealed class BodyFollower(BodyFraming framing, bool isRequest)
{
    private readonly ChunkedDecoder _chunks = new(int.MaxValue, isRequest);
    private long _left = framing.Length;

    /// <summary>How the end of the body is known.</summary>
    public BodyDelimiter Delimiter => framing.Delimiter;

    /// <summary>Whether the last byte has passed.</summary>
    public bool IsComplete { get; private set; } = !framing.HasContent;

    /// <summary>Takes the bytes that belong to the body and returns their number.</summary>
    public int Take(ReadOnlySpan<byte> bytes)
    {
        if (framing.Delimiter == BodyDelimiter.Close)
            return bytes.Length;
        return framing.Delimiter == BodyDelimiter.Chunked ? TakeChunks(bytes) : (int)Skip(bytes.Length);
    }

    /// <summary>Skips bytes that were not kept; false if it is unknown where in the body they end.</summary>
    public bool TrySkip(long bytes) => framing.Delimiter switch
    {
        BodyDelimiter.Close => true,
        BodyDelimiter.Length => Skip(bytes) == bytes,
        _ => false,
    };

    private long Skip(long bytes)
    {
        var taken = Math.Min(bytes, _left);
        _left -= taken;
        IsComplete = _left == 0;
        return taken;
    }

    private int TakeChunks(ReadOnlySpan<byte> bytes)
    {
        var taken = 0;
        while (_chunks.Take(bytes[taken..], out _) is > 0 and var count)
            taken += count;

        // Malformed chunks end the body: whatever comes next is read as if nothing had come before.
        IsComplete = _chunks.IsComplete || _chunks.Rejected is not null;
        return _chunks.Rejected is null ? taken : bytes.Length;
    }
}
