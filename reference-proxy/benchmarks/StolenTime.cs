using System.Globalization;

namespace ConformanceKit.ReferenceProxy.Benchmarks;

/// <summary>
/// The time that the cores had something to do here while the host gave them to others (steal, proc_stat(5)). It slows down
/// whoever is measured at that moment. Where the machine is nobody's guest there is none.
/// </summary>
/// <param name="Stolen">That time, in ticks.</param>
/// <param name="All">All time of all cores, in ticks.</param>
internal readonly record struct StolenTime(long Stolen, long All)
{
    /// <summary>Since the machine started.</summary>
    public static StolenTime Now() => Parse(File.ReadLines("/proc/stat").First());

    /// <summary>Reads the line of all cores. Time of guests of this machine is counted in its first number already.</summary>
    public static StolenTime Parse(string line)
    {
        var ticks = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
            .Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToList();
        return new StolenTime(ticks[7], ticks.Sum());
    }

    /// <summary>Which part of the cores' time was stolen since then, 0 to 1.</summary>
    public double ShareSince(StolenTime before) => All == before.All ? 0 : (double)(Stolen - before.Stolen) / (All - before.All);
}
