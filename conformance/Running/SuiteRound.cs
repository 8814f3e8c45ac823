using ConformanceKit.Proxies;

namespace ConformanceKit.Running;

/// <summary>
/// Runs the selected scenarios once on every proxy. All proxies start at once; the scenarios of one that is ready run while others
/// still build their image or start, and only then do they take a worker.
/// </summary>
internal sealed class SuiteRound(RunSession session, IReadOnlyList<ScenarioCase> cases, int workers)
{
    /// <summary>Runs the round; results go to the session.</summary>
    public Task RunAsync()
    {
        var queue = new CaseQueue(workers, RunAsync);
        return Task.WhenAll([.. session.Proxies.Select(proxy => RunAsync(proxy, queue))]);
    }

    private async Task RunAsync(ProxyUnderTest proxy, CaseQueue queue)
    {
        // 1. The proxy is ready. Where it can't be started each of its scenarios says so.
        var running = await session.StartAsync(proxy.Name, cases);

        // 2. What must not run beside others of this proxy, one after the other.
        var last = cases.Where(scenario => scenario.Requirement.Last).ToList();
        var alone = cases.Except(last).Where(scenario => scenario.Alone).ToList();
        await queue.RunAsync(proxy.Name, alone, atOnce: 1);

        // 3. Everything else; where each needs an instance to itself, no more at once than there are.
        var atOnce = proxy.Fragile ? 1 + (running?.Twins.Count ?? 0) : int.MaxValue;
        await queue.RunAsync(proxy.Name, [.. cases.Except(alone).Except(last)], atOnce);

        // 4. What can be the end of the proxy, in the same order.
        var lastAlone = last.Where(scenario => scenario.Alone).ToList();
        await queue.RunAsync(proxy.Name, lastAlone, atOnce: 1);
        await queue.RunAsync(proxy.Name, [.. last.Except(lastAlone)], atOnce);
    }

    private async Task RunAsync(string proxyName, ScenarioCase scenario)
    {
        if (await session.ResultAsync(proxyName, scenario) is { } result) session.Deliver(proxyName, result);
    }
}
