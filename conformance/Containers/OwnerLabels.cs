using System.Diagnostics;
using System.Globalization;

namespace ConformanceKit.Containers;

/// <summary>The labels that say which run, and which process on which machine, a container or network belongs to.</summary>
public static class OwnerLabels
{
    /// <summary>The label on everything that the kit creates, <c>key=value</c>.</summary>
    public const string Kit = "conformancekit=1";

    private const string RunKey = "conformancekit.run";
    private const string MachineKey = "conformancekit.machine";
    private const string ProcessKey = "conformancekit.process";
    private const string StartedKey = "conformancekit.started";

    // The system derives a start time from the clock and the uptime, so it may differ by a tick from call to call.
    private static readonly TimeSpan s_tolerance = TimeSpan.FromSeconds(2);

    /// <summary>The labels of this process for one run.</summary>
    /// <param name="runId">The run's id.</param>
    internal static Dictionary<string, string> ForRun(string runId)
    {
        using var self = Process.GetCurrentProcess();
        return new Dictionary<string, string>
        {
            ["conformancekit"] = "1",
            [RunKey] = runId,
            [MachineKey] = Environment.MachineName,
            [ProcessKey] = self.Id.ToString(CultureInfo.InvariantCulture),
            [StartedKey] = Seconds(self).ToString(CultureInfo.InvariantCulture),
        };
    }

    /// <summary>The label on everything that one run creates, <c>key=value</c>.</summary>
    /// <param name="runId">The run's id.</param>
    internal static string Run(string runId) => $"{RunKey}={runId}";

    /// <summary>Whether the process that created an object is still running on this machine.</summary>
    /// <param name="item">The object.</param>
    internal static bool OwnerIsAlive(LabelledObject item)
    {
        if (item.Labels.GetValueOrDefault(MachineKey) != Environment.MachineName
            || !int.TryParse(item.Labels.GetValueOrDefault(ProcessKey), CultureInfo.InvariantCulture, out var id)
            || !long.TryParse(item.Labels.GetValueOrDefault(StartedKey), CultureInfo.InvariantCulture, out var started))
        {
            return false;
        }

        try
        {
            using var owner = Process.GetProcessById(id);
            return Math.Abs(Seconds(owner) - started) <= s_tolerance.TotalSeconds;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return false; // no process with that id, or it ended between the two calls
        }
    }

    private static long Seconds(Process process) =>
        new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeSeconds();
}
