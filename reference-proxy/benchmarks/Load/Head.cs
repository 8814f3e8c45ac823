using System.Text;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>
/// The head of a message on one connection. Nearly every head comes whole, and nothing of it is kept then; of one that comes in
/// pieces, what has come is kept until the rest is there.
/// </summary>
internal struct Head
{
    private const int Longest = 4096;

    private byte[]? _kept;
    private int _count;

    /// <summary>Whether a part has come, and not all of it.</summary>
    public readonly bool HasBegun => _count > 0;

    /// <summary>Takes what has come: returns the whole head, empty as long as its end is missing.</summary>
    /// <param name="bytes">What has come.</param>
    /// <param name="taken">How many of them belong to the head; what is behind them does not.</param>
    /// <exception cref="LoadFailedException">The head is too long.</exception>
    public ReadOnlySpan<byte> Take(ReadOnlySpan<byte> bytes, out int taken)
    {
        // 1. Behind what is there already, if something is: its end may be in both.
        var before = _count;
        if (before > 0)
        {
            Keep(bytes[..Math.Min(bytes.Length, Longest - before)]);
            bytes = _kept.AsSpan(0, _count);
        }

        // 2. Whole: nothing is kept for the next.
        if (bytes.IndexOf("\r\n\r\n"u8) is >= 0 and var end)
        {
            _count = 0;
            taken = end + 4 - before;
            return bytes[..(end + 4)];
        }

        // 3. A part: keep it.
        if (bytes.Length >= Longest)
            throw new LoadFailedException($"a head of more than {Longest} bytes");
        if (before == 0)
            Keep(bytes);
        taken = _count - before;
        return [];
    }

    /// <summary>Whether the head of a response says 200.</summary>
    public static bool IsOk(ReadOnlySpan<byte> head) => head.StartsWith("HTTP/1.1 200"u8) || head.StartsWith("HTTP/1.0 200"u8);

    /// <summary>Does nothing where the head of a response says 200.</summary>
    /// <exception cref="LoadFailedException">It says something else.</exception>
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
