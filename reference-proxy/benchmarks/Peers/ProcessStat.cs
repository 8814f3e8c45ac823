using System.Globalization;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Peers;

/// <summary>One process, as <c>/proc/PID/stat</c> reports it (proc_pid_stat(5)).</summary>
/// <param name="Session">Its session.</param>
/// <param name="Cpu">Its user and system time, and that of its children that have ended.</param>
internal readonly record struct ProcessStat(int Session, TimeSpan Cpu)
{
    /// <summary>The kernel counts in hundredths of a second here, whatever its own clock rate is.</summary>
    private const long TicksPerSecond = 100;

    /// <summary>Reads the line. The name of the program, in parentheses, may itself contain spaces and parentheses.</summary>
    public static ProcessStat Parse(string line)
    {
        var fields = line[(line.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new ProcessStat(int.Parse(fields[3], CultureInfo.InvariantCulture), Time(fields[11..15]));
    }

    private static TimeSpan Time(string[] ticks) =>
        TimeSpan.FromTicks(
            ticks.Sum(text => long.Parse(text, CultureInfo.InvariantCulture)) * TimeSpan.TicksPerSecond / TicksPerSecond);
}
