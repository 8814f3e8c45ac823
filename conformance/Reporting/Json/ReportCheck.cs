namespace ConformanceKit.Reporting.Json;

/// <summary>Checks a saved report beyond the shape that reading it requires.</summary>
internal static class ReportCheck
{
    // No run takes longer, and what several files say can be added up.
    private const double MostMs = 1e12;
    private const int MostUses = 1_000_000;

    /// <summary>What is wrong with a report, or null.</summary>
    public static string? Fault(Report report) => report.Proxies.Any(proxy => proxy is null)
        ? "a proxy is missing"
        : !AreTimes(report.DurationMs, report.LoadMs ?? 0)
        ? "the run took a time that cannot be"
        : report.Proxies.Select(FaultOf).FirstOrDefault(fault => fault is not null);

    private static string? FaultOf(ProxyReport proxy) => proxy.Scenarios.Any(scenario => scenario is null)
        ? $"a scenario of {proxy.Name} is missing"
        : proxy.Time is { } time && (time.Uses.Any(use => use is null) || time.Longest.Any(one => one is null))
        ? $"a time of {proxy.Name} is missing"
        : !AreTimes(proxy.DurationMs) || (proxy.Time is { } given && !AreTimes(given))
        ? $"a time of {proxy.Name} cannot be"
        : proxy.Scenarios.Select(FaultOf).FirstOrDefault(fault => fault is not null);

    private static string? FaultOf(ScenarioReport scenario) =>
        !scenario.Id.StartsWith($"{scenario.Group}/", StringComparison.Ordinal)
            ? $"'{scenario.Id}' is not a scenario of the group '{scenario.Group}'"
        : scenario.Broken?.Any(place => place is not { Event: >= 0, Offset: >= 0, Length: >= 0 }) == true
            ? $"'{scenario.Id}' is broken at a place that cannot be"
        : !AreTimes(scenario.DurationMs)
            ? $"'{scenario.Id}' took a time that cannot be"
        : null;

    private static bool AreTimes(TimeReport time) =>
        AreTimes(time.ImageMs, time.StartMs, time.ScenariosMs, time.BusyMs, time.TailMs, time.QueueMs)
        && time.Uses.All(use => use.Count is >= 0 and <= MostUses && AreTimes(use.TotalMs))
        && time.Longest.All(one => AreTimes(one.BeganMs, one.DurationMs));

    // JSON has numbers that a double cannot hold: they become infinite.
    private static bool AreTimes(params ReadOnlySpan<double> milliseconds)
    {
        foreach (var one in milliseconds)
        {
            if (one is not (>= -MostMs and <= MostMs))
                return false;
        }

        return true;
    }
}
