using System.Text;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>
/// The head of a message on one connection. Nearly every head arrives whole and is not copied; of one that arrives in pieces, the
/// first ones are kept until the rest has arrived.
/// </summary>
internal struct Head
{
    private const int Longest = 4096;

    private byte[]? _kept;
    private int _count;

    /// <summary>Whether only a part of the head has arrived.</summary>
    public readonly bool HasBegun => _count > 0;

    /// <summary>Takes received bytes; returns the whole head, or nothing while its end is missing.</summary>
    /// <param name="bytes">The received bytes.</param>
    /// <param name="taken">How many of them belong to the head; the rest does not.</param>
    /// <exception cref="LoadFailedException">The head is too long.</exception>
    public ReadOnlySpan<byte> Take(ReadOnlySpan<byte> bytes, out int taken)
    {
        // 1. Append them to what has been kept, if anything: the end of the head may be split between the two.
        var before = _count;
        if (before > 0)
        {
            Keep(bytes[..Math.Min(bytes.Length, Longest - before)]);
            bytes = _kept.AsSpan(0, _count);
        }

        // 2. It is whole: keep nothing for the next one.
        if (bytes.IndexOf("\r\n\r\n"u8) is >= 0 and var end)
        {
            _count = 0;
            taken = end + 4 - before;
            return bytes[..(end + 4)];
        }

        // 3. It is a part: keep it.
        if (bytes.Length >= Longest)
            throw new LoadFailedException($"a head of more than {Longest} bytes");
        if (before == 0)
            Keep(bytes);
        taken = _count - before;
        return [];
    }

    /// <summary>Whether the status in the head of a response is 200.</summary>
    public static bool IsOk(ReadOnlySpan<byte> head) => head.StartsWith("HTTP/1.1 200"u8) || head.StartsWith("HTTP/1.0 200"u8);

    /// <summary>Throws unless the status in the head of a response is 200.</summary>
    /// <exception cref="LoadFailedException">It is another status.</exception>
    public static void RequireOk(ReadOnlySpan<byte> head, string peer)
    {
        if (!IsOk(head))
            throw new LoadFailedException($"{peer} answered: {Encoding.Latin1.GetString(head[..head.IndexOf((byte)'\r')])}");
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        _kept ??= new byte[Longest];
        bytes.CopyTo(_kept.AsSpan(_count));
        _count += bytes.Length;
    }
}
