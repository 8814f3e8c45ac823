using ConformanceKit.Clients;
using ConformanceKit.Model;
using ConformanceKit.Reporting;
using ConformanceKit.Running.Authoring;
using ConformanceKit.UnderTest;

namespace ConformanceKit.CommandLine.Options;

/// <summary>
/// Records what the reference does in cases that another proxy breaks, and the correct client in those that a client breaks, so
/// that the two exchanges can be compared side by side.
/// </summary>
internal static class ReferenceRecorder
{
    // A site may have hundreds of such cases. Where the reference itself has to wait this long, it does without.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Records the cases of a report that somebody breaks, unless the report has the reference's own results.</summary>
    /// <param name="context">The suite.</param>
    /// <param name="report">The report.</param>
    /// <param name="stop">Ends it early.</param>
    /// <returns>What was recorded, by id.</returns>
    public static Task<IReadOnlyDictionary<string, ScenarioReport>> RecordForSiteAsync(
        CommandContext context, Report report, CancellationToken stop)
    {
        var known = report.Proxies.Where(proxy => proxy.IsReference())
            .SelectMany(proxy => proxy.Scenarios.Select(scenario => scenario.Id)).ToHashSet();
        var broken = report.Proxies.SelectMany(proxy => proxy.Scenarios)
            .Where(scenario => scenario.Verdict.IsBroken()).Select(scenario => scenario.Id)
            .Where(id => !known.Contains(id) && context.Catalogue.Find(id) is { Requirement.Nightly: false });
        var settings = new CaseSettings { NoBrowser = true, Waits = new() { Scenario = s_patience } };
        return RecordAsync(context, broken.ToHashSet(), settings, stop);
    }

    /// <summary>Records the cases of one proxy that it breaks; nothing for the reference itself.</summary>
    /// <param name="context">The suite.</param>
    /// <param name="proxy">What the proxy did.</param>
    /// <param name="settings">How the cases are run.</param>
    /// <param name="stop">Ends it early.</param>
    /// <returns>What was recorded, by id.</returns>
    public static Task<IReadOnlyDictionary<string, ScenarioReport>> RecordAsync(
        CommandContext context, ProxyReport proxy, CaseSettings settings, CancellationToken stop)
    {
        var broken = proxy.IsReference() ? [] : proxy.Scenarios.Where(scenario => scenario.Verdict.IsBroken());
        return RecordAsync(context, broken.Select(scenario => scenario.Id).ToHashSet(), settings, stop);
    }

    private static async Task<IReadOnlyDictionary<string, ScenarioReport>> RecordAsync(
        CommandContext context, HashSet<string> ids, CaseSettings settings, CancellationToken stop)
    {
        if (ids.Count == 0 || stop.IsCancellationRequested)
            return new Dictionary<string, ScenarioReport>();

        // 1. The reference in what proxies break, and the client that does what the RFCs say in what clients break.
        var recorded = new List<KeyValuePair<string, ScenarioReport>>();
        foreach (var kind in ids.ToLookup(id => context.Catalogue.Find(id)!.Requirement.OfClients))
        {
            var name = kind.Key ? ClientCatalogue.Scripted : ProxyCatalogue.Embedded;
            recorded.AddRange(await CaseRecorder.RecordAsync(context, name, kind.ToHashSet(), settings, stop));
        }

        // 2. What they cannot do here, or not in time, is no example.
        return recorded.Where(entry => entry.Value.Verdict is Verdict.Pass or Verdict.Info && entry.Value.Evidence.Count > 0)
            .ToDictionary();
    }
}
