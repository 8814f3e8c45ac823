using System.CommandLine;
using ConformanceKit.Model;
using ConformanceKit.Reporting;
using ConformanceKit.Running;

namespace ConformanceKit.CommandLine;

/// <summary><c>explain</c>: one case, with the annotated exchange.</summary>
internal sealed class ExplainCommand(Host host)
{
    private readonly Argument<string> id = new("ID") { Description = "The scenario, such as connect/establish" };
    private readonly Argument<string?> name = new("PROXY")
    {
        Description = "A known proxy; default: embedded, the reference inside this process",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly SharedOptions shared = new();

    /// <summary>The command.</summary>
    public static Command Create(Host host)
    {
        var explain = new ExplainCommand(host);
        var command = new Command("explain", HelpTexts.Explain) { explain.id, explain.name };
        explain.shared.AddTo(command);
        command.SetAction(explain.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        // 1. Which case, on which proxy?
        var scenario = Find(parsed.GetValue(id)!);
        var choice = shared.Proxies(parsed, parsed.GetValue(name) is { } known ? [known] : []);
        var baselines = shared.Baselines(parsed, host);
        var settings = new RunSettings { Waits = shared.Waits(parsed) };

        // 2. The run.
        RunRecord record;
        await using (var proxies = host.OpenProxies(choice, host.Error.WriteLine))
        {
            if (proxies.Targets.Count > 1) throw new UsageException("explain runs one case on one proxy.");
            var baseline = baselines.Read(proxies.Targets[0].Proxy.Name, id => host.Catalogue.Find(id) is not null);
            var run = new SuiteRun(host.Suite, proxies.Targets, settings)
            {
                Ids = new HashSet<string> { scenario.Requirement.Id },
                Workers = 1,
                BaselineOf = _ => baseline,
            };
            record = await run.RunAsync(stop);
        }

        // 3. The exchange.
        if (record.Interrupted)
        {
            await host.Error.WriteLineAsync("Interrupted: 0 of 1 scenarios done");
            return record.ExitCode;
        }
        var report = ReportBuilder.Build(record, new Dictionary<string, object>()).Proxies.Single();
        new ExplainReport(host.Console(), shared.Verbose(parsed)).Print(report, report.Scenarios.Single());
        return record.ExitCode;
    }

    private ScenarioCase Find(string wanted)
    {
        if (host.Catalogue.Find(wanted) is { } scenario) return scenario;
        var ids = host.Catalogue.Cases.Select(known => known.Requirement.Id).ToList();
        var inputs = ids.Where(known => known.StartsWith(wanted + "/", StringComparison.Ordinal)).ToList();
        throw new UsageException(inputs.Count > 0 && wanted.Contains('/', StringComparison.Ordinal)
            ? $"'{wanted}' has several inputs; name one of {string.Join(", ", inputs)}."
            : $"There is no scenario '{wanted}'; see 'list'.{Closest.Hint(wanted, ids)}");
    }
}
