namespace ConformanceKit.Model;

/// <summary>What in the evidence broke a requirement: bytes from the proxy, or an event without bytes.</summary>
public abstract record Mark
{
    private protected Mark()
    {
    }
}

/// <summary>Bytes that arrived from the proxy.</summary>
/// <param name="Connection">On which connection, such as <c>client 1</c>.</param>
/// <param name="Offset">Where they begin among all bytes that arrived on it.</param>
/// <param name="Length">How many; 0 if something else should have come there.</param>
public sealed record BytesMark(string Connection, long Offset, long Length) : Mark
{
    /// <summary>A part of them.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <returns>The part.</returns>
    public BytesMark Slice(long start, long length) => this with { Offset = Offset + start, Length = length };
}

/// <summary>An event without bytes, such as a RST, or the end of a wait in which nothing came.</summary>
/// <param name="Event">Its place in the transcript, from 0.</param>
public sealed record EventMark(int Event) : Mark;
