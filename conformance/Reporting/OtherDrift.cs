using ConformanceKit.Model;

namespace ConformanceKit.Reporting;

/// <summary>What differs from a baseline without being among <see cref="WorstFails"/>: an improvement above all.</summary>
internal static class OtherDrift
{
    /// <summary>The cases, proxy by proxy. What is blocked is left out: it follows from a fail.</summary>
    /// <param name="proxies">What was found.</param>
    public static IEnumerable<(ProxyReport Proxy, ScenarioReport Scenario)> Of(IReadOnlyList<ProxyReport> proxies) =>
        from proxy in proxies
        where !NoAnswer.IsAllOf(proxy)
        from scenario in proxy.Scenarios
        where scenario.Baseline?.Drift == true
            && scenario.Verdict is not (Verdict.Fail or Verdict.Blocked) && !scenario.IsBreach()
        select (proxy, scenario);
}
