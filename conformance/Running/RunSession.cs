using System.Collections.Concurrent;
using ConformanceKit.Model;
using ConformanceKit.Proxies;

namespace ConformanceKit.Running;

/// <summary>
/// One run of a suite: the proxies, the settings, and each case's result, which is made once per proxy however many ask for it
/// (NUnit's worker, and the scenarios that depend on it).
/// </summary>
internal sealed class RunSession(IReadOnlyList<ProxyUnderTest> proxies, Waits waits, CancellationToken stop) : IAsyncDisposable
{
    private readonly Dictionary<string, ProxyUnderTest> byName = proxies.ToDictionary(proxy => proxy.Name);
    private readonly ConcurrentDictionary<(string Proxy, string Id), Lazy<Task<ScenarioResult?>>> results = new();

    /// <summary>The proxies to grade, in the order in which they were named.</summary>
    public IReadOnlyList<ProxyUnderTest> Proxies { get; } = proxies;

    /// <summary>The result of a case on a proxy; runs it when nobody has yet.</summary>
    /// <returns>The result, or null where the run was stopped before there was one.</returns>
    public Task<ScenarioResult?> ResultAsync(string proxyName, ScenarioCase scenario) => results.GetOrAdd(
        (proxyName, scenario.Requirement.Id),
        _ => new(() => Task.Run(() => RunAsync(byName[proxyName], scenario), CancellationToken.None))).Value;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in Proxies) await proxy.DisposeAsync();
    }

    private async Task<ScenarioResult?> RunAsync(ProxyUnderTest proxy, ScenarioCase scenario)
    {
        if (stop.IsCancellationRequested) return null;
        if (scenario.Requirement.DependsOn is { } dependency)
        {
            var catalogue = ScenarioCatalogue.Of(scenario.Method.ReflectedType!.Assembly);
            var needed = await ResultAsync(proxy.Name, catalogue.Find(dependency)!);
            if (needed is null) return null;
            if (Hindered(scenario.Requirement, needed) is { } hindered) return hindered;
        }
        return await new ScenarioExecution(proxy, scenario, scenario.Requirement.Level, waits).RunAsync(stop);
    }

    // A fault of the harness stays one: it is never counted against the proxy, not even by way of a dependency.
    private static ScenarioResult? Hindered(Requirement requirement, ScenarioResult needed) => needed.Verdict switch
    {
        Verdict.Fail or Verdict.Blocked => new(
            requirement, Verdict.Blocked, "blocked", $"depends on {needed.Requirement.Id}, which failed: {needed.Reason}", TimeSpan.Zero, []),
        Verdict.HarnessError => new(
            requirement, Verdict.HarnessError, needed.ReasonId, needed.Reason, TimeSpan.Zero, []),
        _ => null,
    };
}
