namespace ConformanceKit.Fuzz;

/// <summary>Takes what it can of bytes that have arrived, and returns how many it took.</summary>
internal delegate int TakeBytes(ReadOnlySpan<byte> bytes);

/// <summary>Bytes arrive in pieces of any size; what they mean does not depend on it.</summary>
internal static class Pieces
{
    /// <summary>The size of a piece that holds everything.</summary>
    public const int Whole = int.MaxValue;

    private static readonly int[] s_others = [1, 7];

    /// <summary>The result, which has to be the same whatever the pieces are.</summary>
    /// <param name="resultOf">Makes the result, given the size of the pieces.</param>
    public static string SameInAll(Func<int, string> resultOf)
    {
        var whole = resultOf(Whole);
        foreach (var size in s_others)
            FindingException.UnlessSame(whole, resultOf(size), $"in pieces of {size}");
        return whole;
    }

    /// <summary>Offers ever more of the bytes, without those that have been taken; returns how many those are.</summary>
    public static int Offer(byte[] bytes, int size, TakeBytes take, Func<bool> isOver)
    {
        var taken = 0;
        for (var offered = 0; offered < bytes.Length && !isOver();)
        {
            offered = (int)Math.Min(bytes.Length, (long)offered + size);
            taken += take(bytes.AsSpan(taken..offered));
        }

        return taken;
    }
}
