using System.CommandLine;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Reporting;
using ConformanceKit.Reporting.Terminal;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Running.Cases;
using ConformanceKit.Running.Engine;

namespace ConformanceKit.CommandLine.Commands;

/// <summary><c>explain</c>: one case, or each input of one row, with the annotated exchange.</summary>
internal sealed class ExplainCommand
{
    private const int MostNamed = 8;

    private readonly CommandContext _context;
    private readonly Argument<string> _id = new("ID")
    {
        Description = "The scenario, such as {case}; a row with several inputs; or a glob, such as '{glob}'",
    };
    private readonly Argument<string?> _name = KnownProxyOptions.Name();
    private readonly Option<bool> _noReference = new("--no-reference")
    {
        Description = "Do not show what the reference does in a case that the proxy breaks",
    };
    private readonly ProxyChoiceOptions _proxies = new();
    private readonly ClientChoiceOptions _clients;
    private readonly CommonOptions _common = new();

    private ExplainCommand(CommandContext context)
    {
        (_context, _clients) = (context, new(_proxies.Name));
        _name.Description += "; for a scenario about clients, a client likewise, by default httpclient";
    }

    /// <summary>The command.</summary>
    public static Command Create(CommandContext context)
    {
        var explain = new ExplainCommand(context);
        var command = new Command("explain", HelpTexts.Explain) { explain._id, explain._name, explain._noReference };
        explain._proxies.AddTo(command);
        explain._clients.AddTo(command);
        explain._common.AddTo(command);
        command.SetAction(explain.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        // 1. Which cases, on which proxy?
        var ids = Find(parsed.GetValue(_id)!);
        IReadOnlyList<string> names = parsed.GetValue(_name) is { } known ? [known] : [];
        var ofClients = AreOfClients(ids);
        if (!ofClients && _clients.Given(parsed) is { } option)
            throw new UsageException($"{option} is about clients, and {parsed.GetValue(_id)} is about proxies.");
        var choice = ofClients ? new([]) : _proxies.Proxies(parsed, names);
        var baselines = _common.Baselines(parsed, _context, ofClients: ofClients);
        var settings = new CaseSettings
        {
            Waits = _common.Waits(parsed),
            Limits = _common.Limits(parsed),
            Nightly = true,
            OriginPorts = choice.OriginPorts,
        };

        // 2. The run.
        RunResult result;
        Progress? progress = null;
        await using (var proxies = ofClients
            ? _context.OpenClients(_clients.Clients(parsed, names), _context.Error.WriteLine)
            : _context.OpenProxies(choice, _context.Error.WriteLine))
        {
            if (proxies.Subjects.Count > 1)
                throw new UsageException("explain runs one case on one proxy or client.");
            var target = proxies.Subjects[0];
            var baseline = baselines.Of(target)?.Read(target.Subject.Name, id => _context.Catalogue.Find(id) is not null);
            var run = new SuiteRun(_context.Suite, proxies.Subjects, settings)
            {
                Ids = ids,
                Workers = 1,
                BaselineOf = _ => baseline,
                Finished = (proxy, found) => progress?.Finished(proxy, found),
            };
            await AnnounceAsync(ids, settings.Waits);
            using (progress = Waiting(run))
                result = await run.RunAsync(stop);
        }

        // 3. The exchanges.
        if (result.Interrupted)
        {
            await _context.Error.WriteLineAsync(
                $"Interrupted: {result.Proxies.Sum(proxy => proxy.Cases.Count)} of {ids.Count} scenarios done");
            return ExitCodes.Interrupted;
        }
        var report = ReportBuilder.Build(result, new Dictionary<string, object>(), MutantCatalogue.Of(_context.Suite));
        var proxy = report.Proxies.Single();
        var reference = parsed.GetValue(_noReference)
            ? new Dictionary<string, ScenarioReport>()
            : await ReferenceRecorder.RecordAsync(_context, proxy, settings, stop);
        new ExplainReport(_context.Console(), _common.Verbose(parsed)) { Reference = reference }.Print(proxy);
        return ReportExitCode.Of(report);
    }

    // A slow scenario would look as if it hung.
    private async Task AnnounceAsync(HashSet<string> ids, Waits waits)
    {
        foreach (var slow in ids.Where(id => _context.Catalogue.Find(id)!.Requirement.Nightly))
        {
            await _context.Error.WriteLineAsync(
                $"{slow} is a slow scenario: it may take minutes. A connection that it leaves idle stays so for "
                + $"{waits.Idle.TotalSeconds:0.###} s; --wait idle=TIME changes that.");
        }
    }

    // Elsewhere than on a terminal, the counts of one case say nothing.
    private Progress? Waiting(SuiteRun run) =>
        _context.ErrorIsTerminal ? new(_context, run.Planned, () => run.UnderWay, () => run.Starting) : null;

    private bool AreOfClients(HashSet<string> ids) =>
        ids.Select(id => _context.Catalogue.Find(id)!.Requirement.OfClients).Distinct().ToList() is [var all]
            ? all
            : throw new UsageException("explain runs cases of proxies or of clients, not of both.");

    // A row with several inputs stands for all of them; a whole group is a job for run.
    private HashSet<string> Find(string wanted)
    {
        var known = _context.Catalogue.Cases.Select(scenario => scenario.Requirement.Id).ToList();
        var found = known.Where(id => ScenarioFilter.Matches(wanted, id)).ToHashSet();
        return found.Count > 0
            ? found
            : throw new UsageException($"There is no scenario '{wanted}'; see 'list'.{Hint(wanted, known)}");
    }

    private static string Hint(string wanted, List<string> known)
    {
        if (Closest.Hint(wanted, known) is { Length: > 0 } near)
            return near;
        var group = wanted.Split('/')[0];
        var rows = known.Where(id => id.StartsWith($"{group}/", StringComparison.Ordinal)).Select(Requirement.RowOf).Distinct()
            .ToList();
        var more = rows.Count > MostNamed ? $" and {rows.Count - MostNamed} more" : "";
        return rows.Count == 0 ? "" : $" Its group has {string.Join(", ", rows.Take(MostNamed))}{more}.";
    }
}
