using System.CommandLine;
using System.Diagnostics;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Reporting;
using ConformanceKit.Reporting.Ci;
using ConformanceKit.Reporting.Terminal;
using ConformanceKit.Running.Baselines;
using ConformanceKit.Running.Catalogue;
using ConformanceKit.Running.Engine;
using ConformanceKit.UnderTest;

namespace ConformanceKit.CommandLine.Commands;

/// <summary><c>run</c> grades proxies, and <c>client</c> does the same with clients.</summary>
internal sealed class RunCommand(CommandContext context, RunRequest request)
{
    // Where the baseline of each proxy is, or null for one that can have none.
    private readonly Dictionary<string, BaselineFolder?> _folders = [];

    /// <summary>The command.</summary>
    public static Command Create(CommandContext context)
    {
        var options = OptionsFor(context);
        var command = new Command("run", HelpTexts.Run);
        options.AddTo(command);
        command.SetAction((parsed, stop) => new RunCommand(context, options.Read(parsed, context)).RunAsync(stop));
        return command;
    }

    /// <summary>Lets options alone, without a command, mean a run.</summary>
    public static void AddOptionsTo(RootCommand root, CommandContext context)
    {
        // They stay out of the help, which refers to that of run.
        var own = root.Options.ToList();
        var options = OptionsFor(context);
        options.AddOptionsTo(root);
        foreach (var option in root.Options.Except(own))
            option.Hidden = true;
        root.SetAction((parsed, stop) => new RunCommand(context, options.Read(parsed, context)).RunAsync(stop));
    }

    private static RunOptions OptionsFor(CommandContext context) => new(RequirementCatalogue.Of(context.Suite).Profiles);

    /// <summary>Grades what the request names, and reports.</summary>
    /// <param name="stop">Ends the run.</param>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        // 1. The run. The proxies are stopped with it, however it ends.
        if (await GradeAsync(stop) is not { } result)
            return ExitCodes.Conformant;

        // 2. The results, whatever the verdicts: first in files, so that a terminal that is gone costs none of them.
        var report = ReportBuilder.Build(result, request.ForReport(), MutantCatalogue.Of(context.Suite));
        var writing = Stopwatch.GetTimestamp();
        var written = await WrittenReports.WriteAsync(context, request.Files, report, stop);
        var took = Stopwatch.GetElapsedTime(writing);
        using (context.Fold("Case by case"))
            new TerminalReport(context.Console(), request.Verbose).Print(report);
        if (request.Verbose)
            new TerminalTime(context.Console()).Print(report, request.Files.Count > 0 ? took : null);
        new TerminalSummary(context.Console(), context.Program.Command).Print(report, written);
        if (result.Interrupted)
            await context.Error.WriteLineAsync($"Interrupted: {result.Done} of {result.Planned} scenarios done");
        var unmet = request.Demands.Unmet(report);
        foreach (var demand in unmet)
            await context.FaultAsync(demand);

        // 3. What a CI system shows beside its log; an update has made it known.
        if (request.Baseline != BaselineUse.Update && context.Ci is { } ci)
        {
            foreach (var line in Annotations.Of(report, ci))
                context.Command(line);
        }

        // 4. The exit code.
        var exitCode = request.Baseline == BaselineUse.Update ? await UpdateAsync(result) : ReportExitCode.Of(report);
        return exitCode == ExitCodes.Interrupted ? exitCode
            : written.Count < request.Files.Count ? ExitCodes.HarnessError
            : exitCode == ExitCodes.Conformant && unmet.Count > 0 ? ExitCodes.Broken
            : exitCode;
    }

    // Null where nothing was to be run.
    private async Task<RunResult?> GradeAsync(CancellationToken stop)
    {
        // 1. Which proxies, which scenarios, and what is expected of them. Nothing is started yet.
        Progress? progress = null;
        await using var proxies = request.Open(text => progress?.Step(text));
        foreach (var target in proxies.Subjects)
            _folders[target.Subject.Name] = FolderOf(target);
        var baselines = _folders.ToDictionary(entry => entry.Key, entry => ReadBaseline(entry.Key, entry.Value));
        var ids = context.Catalogue.Cases.Select(scenario => scenario.Requirement).Where(request.Filter.Selects)
            .Select(requirement => requirement.Id).ToHashSet();
        if (ids.Count == 0)
            throw new NothingSelectedException("Nothing selected: no scenario matches. 'list' shows them all.");

        // 2. The run.
        var run = new SuiteRun(context.Suite, proxies.Subjects, request.Settings)
        {
            Ids = ids,
            Workers = request.Workers,
            Rounds = request.Rounds,
            BaselineOf = name => baselines[name],
            Say = text => progress?.Step(text),
            Finished = (proxy, result) => progress?.Finished(proxy, result),
        };
        var names = string.Join(", ", proxies.Subjects.Select(target => ProxyNames.Shown(target.Subject.Name)));
        if (request.IsDry)
        {
            await context.Out.WriteLineAsync($"{run.Planned} cases would be run on {names}; nothing was started.");
            return null;
        }

        using (context.Fold($"Grading {names}"))
        using (progress = new(context, run.Planned, () => run.UnderWay, () => run.Starting)
        {
            DriftOf = (proxy, result) => baselines[proxy]?.IsDrift(result, request.Settings.Profile),
        })
        {
            return await run.RunAsync(stop);
        }
    }

    private BaselineFolder? FolderOf(ChosenSubject target) => request.Baselines.Of(target) is { } folder ? folder
        : request.Baseline != BaselineUse.Update ? null
        : throw new UsageException(
            $"--baseline update needs --name NAME: '{target.Subject.Name}' does not say which proxy the baseline is about.");

    private Baseline? ReadBaseline(string proxyName, BaselineFolder? folder) =>
        request.Baseline == BaselineUse.Check ? folder?.Read(proxyName, IsKnown) : null;

    private bool IsKnown(string id) => context.Catalogue.Find(id) is not null;

    private async Task<int> UpdateAsync(RunResult result)
    {
        if (result.Interrupted)
            return ExitCodes.Interrupted;
        foreach (var proxy in result.Proxies)
        {
            // A baseline cannot expect what varies from round to round, or anything of a proxy that was not graded.
            var results = proxy.Cases.Where(outcome => outcome.Flaky.Length == 0).Select(outcome => outcome.Result).ToList();
            if (results.All(one => one.Verdict is Verdict.HarnessError or Verdict.NotApplicable))
                continue;
            var folder = _folders[proxy.Name]!;
            var updated = folder.ReadForUpdate(proxy.Name).Updated(proxy.Running?.Version ?? "", results, IsKnown);
            folder.Write(proxy.Name, updated);
            await context.Out.WriteLineAsync(
                $"{folder.FileOf(proxy.Name)}: {updated.Expected.Count} verdicts other than pass");
        }
        var outcomes = result.Proxies.SelectMany(proxy => proxy.Cases).ToList();
        return outcomes.Any(outcome => outcome.Result.Verdict == Verdict.HarnessError) ? ExitCodes.HarnessError
            : outcomes.Any(outcome => outcome.Flaky.Length > 0) ? ExitCodes.Broken
            : ExitCodes.Conformant;
    }
}
