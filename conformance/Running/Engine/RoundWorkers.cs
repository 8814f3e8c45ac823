using ConformanceKit.Running.Cases;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Running.Engine;

/// <summary>
/// Runs the selected scenarios once on every proxy. All proxies start at once; the scenarios of one that is ready run while
/// others still build their image or start, and take no worker before that.
/// </summary>
internal sealed class RoundWorkers(Round round, IReadOnlyList<ScenarioCase> cases, int workers)
{
    /// <summary>Runs the scenarios; results go to the round.</summary>
    public Task RunAsync()
    {
        var queue = new CaseQueue(workers, RunAsync);
        return Task.WhenAll([.. round.Proxies.Select(proxy => RunAsync(proxy, queue))]);
    }

    private async Task RunAsync(Subject proxy, CaseQueue queue)
    {
        // 1. Start the proxy. If it cannot be started, each of its scenarios says so.
        var running = await round.StartAsync(proxy.Name, cases);

        // 2. Run its scenarios; if each needs an instance to itself, no more at once than there are instances.
        var instances = 1 + (running?.Twins.Count ?? 0);
        await queue.RunAsync(proxy.Name, cases, proxy.Fragile ? instances : int.MaxValue);
    }

    private async Task RunAsync(string proxyName, ScenarioCase scenario)
    {
        if (await round.ResultAsync(proxyName, scenario) is { } result)
            round.Deliver(proxyName, result);
    }
}
