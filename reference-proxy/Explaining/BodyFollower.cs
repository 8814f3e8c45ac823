using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>Counts the octets of one body as they pass by, to know where the next head begins.</summary>
internal sealed class BodyFollower(BodyFraming framing, bool isRequest)
{
    private readonly ChunkedDecoder _chunks = new(int.MaxValue, isRequest);
    private long _left = framing.Length;

    /// <summary>How the end of the body is known.</summary>
    public BodyDelimiter Delimiter => framing.Delimiter;

    /// <summary>Whether the last octet has passed.</summary>
    public bool IsComplete { get; private set; } = !framing.HasContent;

    /// <summary>Takes what belongs to the body and returns how many octets that was.</summary>
    public int Take(ReadOnlySpan<byte> octets)
    {
        if (framing.Delimiter == BodyDelimiter.Close)
            return octets.Length;
        return framing.Delimiter == BodyDelimiter.Chunked ? TakeChunks(octets) : (int)Skip(octets.Length);
    }

    /// <summary>Octets that were not kept: false when there is no telling where in the body they end.</summary>
    public bool TrySkip(long octets) => framing.Delimiter switch
    {
        BodyDelimiter.Close => true,
        BodyDelimiter.Length => Skip(octets) == octets,
        _ => false,
    };

    private long Skip(long octets)
    {
        var taken = Math.Min(octets, _left);
        _left -= taken;
        IsComplete = _left == 0;
        return taken;
    }

    private int TakeChunks(ReadOnlySpan<byte> octets)
    {
        var taken = 0;
        while (_chunks.Take(octets[taken..], out _) is > 0 and var count)
            taken += count;

        // What isn't chunked after all is over here: whatever comes next is looked at anew.
        IsComplete = _chunks.IsComplete || _chunks.Rejected is not null;
        return _chunks.Rejected is null ? taken : octets.Length;
    }
}
