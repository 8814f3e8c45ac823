namespace ConformanceKit.Reporting.Json;

/// <summary>Checks a saved report beyond the shape that reading it requires.</summary>
internal static class ReportCheck
{
    /// <summary>What is wrong with a report, or null.</summary>
    public static string? Fault(Report report) => report.Proxies.Any(proxy => proxy is null)
        ? "a proxy is missing"
        : report.Proxies.Select(FaultOf).FirstOrDefault(fault => fault is not null);

    private static string? FaultOf(ProxyReport proxy) => proxy.Scenarios.Any(scenario => scenario is null)
        ? $"a scenario of {proxy.Name} is missing"
        : proxy.Time is { } time && (time.Uses.Any(use => use is null) || time.Longest.Any(one => one is null))
        ? $"a time of {proxy.Name} is missing"
        : proxy.Scenarios.Select(FaultOf).FirstOrDefault(fault => fault is not null);

    private static string? FaultOf(ScenarioReport scenario) =>
        !scenario.Id.StartsWith($"{scenario.Group}/", StringComparison.Ordinal)
            ? $"'{scenario.Id}' is not a scenario of the group '{scenario.Group}'"
        : scenario.Broken?.Any(place => place is not { Event: >= 0, Offset: >= 0, Length: >= 0 }) == true
            ? $"'{scenario.Id}' is broken at a place that cannot be"
        : null;
}
