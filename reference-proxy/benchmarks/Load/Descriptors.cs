using System.Globalization;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>
/// The descriptors of this process, which holds both ends of every tunnel. The runtime does not survive running out of them, so
/// they are counted in advance.
/// </summary>
internal static class Descriptors
{
    /// <summary>Descriptors for the listeners, the loops and the runtime itself.</summary>
    private const int Others = 150;

    /// <summary>Fails if that many tunnels cannot be open at once.</summary>
    public static void Require(int tunnels)
    {
        var limit = Limit(File.ReadLines("/proc/self/limits"));
        if ((2 * tunnels) + Others > limit)
        {
            throw new LoadFailedException(
                $"{tunnels} tunnels take {(2 * tunnels) + Others} descriptors, and the system allows {limit}");
        }
    }

    /// <summary>The limit; the runtime has raised it to what the system allows.</summary>
    internal static long Limit(IEnumerable<string> lines) =>
        lines.First(line => line.StartsWith("Max open files", StringComparison.Ordinal)).Split(' ',
            StringSplitOptions.RemoveEmptyEntries) is var words
        && long.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : long.MaxValue;
}
