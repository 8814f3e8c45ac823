using System.Globalization;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Peers;

/// <summary>The memory of one process, as <c>/proc/PID/smaps_rollup</c> reports it.</summary>
/// <param name="Pss">Proportional set size in bytes.</param>
/// <param name="Rss">Resident set size in bytes.</param>
internal readonly record struct ProcessMemory(long Pss, long Rss)
{
    /// <summary>Reads the relevant lines; a process that is just ending has none of them.</summary>
    public static ProcessMemory Parse(IEnumerable<string> lines)
    {
        var (pss, rss) = (0L, 0L);
        foreach (var line in lines)
        {
            if (line.StartsWith("Pss:", StringComparison.Ordinal))
                pss = Bytes(line);
            else if (line.StartsWith("Rss:", StringComparison.Ordinal))
                rss = Bytes(line);
        }
        return new ProcessMemory(pss, rss);
    }

    private static long Bytes(string line) =>
        1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
