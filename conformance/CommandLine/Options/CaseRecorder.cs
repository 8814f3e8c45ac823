using ConformanceKit.Mutants;
using ConformanceKit.Reporting;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Running.Engine;

namespace ConformanceKit.CommandLine.Options;

/// <summary>Runs cases for their exchanges, beside what a command is asked for.</summary>
internal static class CaseRecorder
{
    /// <summary>Runs cases on one proxy, or on one client.</summary>
    /// <param name="context">The suite.</param>
    /// <param name="name">The proxy or the client.</param>
    /// <param name="ids">The cases, all of proxies or all of clients.</param>
    /// <param name="settings">How to run them.</param>
    /// <param name="stop">Ends it early.</param>
    /// <returns>What was recorded, by id; incomplete where it was stopped.</returns>
    public static async Task<IReadOnlyDictionary<string, ScenarioReport>> RecordAsync(
        CommandContext context, string name, IReadOnlySet<string> ids, CaseSettings settings, CancellationToken stop)
    {
        var ofClients = ids.Any(id => context.Catalogue.Find(id)!.Requirement.OfClients);
        await using var proxies = ofClients
            ? context.OpenClients(new([name]), _ => { })
            : context.OpenProxies(new([name]), _ => { });
        var run = new SuiteRun(context.Suite, proxies.Subjects, settings) { Ids = ids };
        var report = ReportBuilder.Build(
            await run.RunAsync(stop), new Dictionary<string, object>(), MutantCatalogue.Of(context.Suite));
        return report.Proxies.Single().Scenarios.ToDictionary(scenario => scenario.Id);
    }
}
