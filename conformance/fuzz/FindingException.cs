namespace ConformanceKit.Fuzz;

/// <summary>Something does not hold that has to hold of every input.</summary>
internal sealed class FindingException(string message) : Exception(message)
{
    /// <summary>Throws unless a condition holds.</summary>
    public static void Unless(bool holds, string otherwise)
    {
        if (!holds)
            throw new FindingException(otherwise);
    }

    /// <summary>Throws unless two ways to the same result agree.</summary>
    public static void UnlessSame(string expected, string actual, string way)
    {
        if (expected != actual)
            throw new FindingException($"{way}:\n{actual}\ninstead of:\n{expected}");
    }
}
