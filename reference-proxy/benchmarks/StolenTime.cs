using System.Globalization;

namespace ConformanceKit.ReferenceProxy.Benchmarks;

/// <summary>
/// The time in which the cores had work to do here while the host gave them to others (steal, proc_stat(5)). It slows down
/// whichever peer is being measured. On a machine that is not virtual it is zero.
/// </summary>
/// <param name="Stolen">That time, in ticks.</param>
/// <param name="All">The whole time of all cores, in ticks.</param>
internal readonly record struct StolenTime(long Stolen, long All)
{
    /// <summary>Reads the times since the machine started.</summary>
    public static StolenTime Now() => Parse(File.ReadLines("/proc/stat").First());

    /// <summary>Reads the line for all cores. Its first number already includes the time of this machine's guests.</summary>
    public static StolenTime Parse(string line)
    {
        var ticks = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
            .Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToList();
        return new StolenTime(ticks[7], ticks.Sum());
    }

    /// <summary>The share of the cores' time stolen since then, 0 to 1.</summary>
    public double ShareSince(StolenTime before) => All == before.All ? 0 : (double)(Stolen - before.Stolen) / (All - before.All);
}
