using System.Globalization;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>
/// The descriptors of this process, which holds the client's and the origin's sockets. The runtime does not survive running out
/// of them, so they are counted in advance.
/// </summary>
internal static class Descriptors
{
    /// <summary>Descriptors for the listeners, the loops and the runtime itself.</summary>
    private const int Others = 150;

    /// <summary>Fails if that many sockets cannot be open at once.</summary>
    public static void Require(int sockets)
    {
        var limit = Limit(File.ReadLines("/proc/self/limits"));
        if (sockets + Others > limit)
            throw new LoadFailedException($"it takes {sockets + Others} descriptors, and the system allows {limit}");
    }

    /// <summary>The limit; the runtime has raised it to what the system allows.</summary>
    internal static long Limit(IEnumerable<string> lines) =>
        lines.First(line => line.StartsWith("Max open files", StringComparison.Ordinal)).Split(' ',
            StringSplitOptions.RemoveEmptyEntries) is var words
        && long.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : long.MaxValue;
}
