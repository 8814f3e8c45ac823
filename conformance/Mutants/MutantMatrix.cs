using ConformanceKit.Clients;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Running.Cases;
using ConformanceKit.Running.Engine;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Mutants;

/// <summary>Runs scenarios against mutants, and compares the results with what the mutants declare.</summary>
/// <param name="catalogue">The suite's mutants.</param>
internal sealed class MutantMatrix(MutantCatalogue catalogue) : IDisposable
{
    private const int MutantsAtOnce = 10;

    // Of how many mutants a sampled row is run on one.
    private const int OneIn = 6;

    // The scenarios wait for the network most of the time, but more of them at once would make each other late.
    private const int ScenariosAtOnce = 64;

    // A null proxy that is silent stays silent, so a longer wait would gain nothing.
    private static readonly TimeSpan s_nullProxyReply = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<ScenarioCase> _cases = [.. ScenarioCatalogue.Of(catalogue.Suite).Cases];

    // What is broken at one listener does not show at another, so a case is run on the mutants that are broken where it is
    // checked, and only on them.
    private readonly Dictionary<string, IReadOnlyList<string>> _listeners = FindListeners(catalogue);
    private readonly SemaphoreSlim _scenarios = new(ScenariosAtOnce);
    private readonly Dictionary<string, string> _recordedByReference = [];

    // Waits that are long enough on a local machine, and shorter than those of a run, because a mutant that falls silent makes
    // many scenarios wait. Scenarios that take minutes in a run only because of their wait end soon.
    private static readonly Waits s_waits = new()
    {
        Reply = TimeSpan.FromSeconds(5),
        Scenario = TimeSpan.FromSeconds(30),
        Idle = TimeSpan.FromSeconds(2),
    };

    /// <summary>Whether to run the scenarios too that take minutes whatever the waits are.</summary>
    public bool Nightly { get; init; }

    /// <summary>
    /// Whether a row that a mutant does not name is run on every sixth mutant only, with one of its inputs, and with another one
    /// the next time. That is a tenth of the work, and each input still runs on many mutants that must leave it alone.
    /// </summary>
    public bool Sampled { get; init; }

    /// <summary>Which scenarios are run; all by default.</summary>
    public Func<Requirement, bool> Selects { get; init; } = static _ => true;

    /// <summary>Called when a mutant is done; may be called concurrently.</summary>
    public Action<MutantResult> Finished { get; init; } = static _ => { };

    /// <summary>The scenarios that must be killed.</summary>
    public IReadOnlyList<string> ToKill => [.. Selected.Where(IsOnTime).Select(requirement => requirement.Id)];

    /// <summary>
    /// The scenarios that a part of the mutants must kill: those that a mutant of this part is made for, and those that no mutant
    /// at all is made for. So if every part holds, every scenario is killed; one part alone says nothing about the others.
    /// </summary>
    /// <param name="part">Which part.</param>
    public IReadOnlyList<string> ToKillIn(Shard part) => [.. ToKill.Where(id =>
        catalogue.ThatBreak(id) is var made && (made.Count == 0 || made.Any(mutant => part.Contains(mutant.Name))))];

    /// <summary>The scenarios that are not run, and why.</summary>
    public IReadOnlyList<(string Id, string Reason)> Postponed => [.. Selected
        .Where(requirement => !IsOnTime(requirement))
        .Select(requirement => (requirement.Id, catalogue.Postpones(requirement.Id)!))];

    private CaseSettings Settings => new()
    {
        Nightly = true,
        Confirms = false, // whole mutants that are not as declared run again, one at a time
        Waits = Nightly ? s_waits : s_waits with { Nightly = s_waits.Scenario },
    };

    private IEnumerable<Requirement> Selected => _cases.Select(scenario => scenario.Requirement).Where(Selects);

    /// <summary>Runs mutants.</summary>
    /// <param name="mutants">Which.</param>
    /// <param name="stop">Ends the run.</param>
    /// <returns>One result for each, in the given order.</returns>
    public async Task<IReadOnlyList<MutantResult>> RunAsync(IReadOnlyList<Mutant> mutants, CancellationToken stop)
    {
        // 1. Get what the unmodified reference records in the scenarios that must record something else on a mutant.
        var recorded = mutants.SelectMany(mutant => mutant.Records).ToList();
        var toRecord = _cases.Where(scenario => IsOnTime(scenario.Requirement)
            && recorded.Any(record => record.Id == scenario.Requirement.Id)).ToList();
        if (toRecord.Count > 0)
            await RecordAsync(toRecord, stop);

        // 2. Run the mutants.
        var results = new MutantResult[mutants.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, mutants.Count),
            new ParallelOptions { MaxDegreeOfParallelism = MutantsAtOnce, CancellationToken = stop },
            async (index, cancel) =>
            {
                results[index] = await RunAsync(mutants[index], index, cancel);
                if (results[index].Holds)
                    Finished(results[index]);
            });

        // 3. Run those that are not as declared once more, one at a time: among so many, some are late that are not when alone.
        for (var index = 0; index < results.Length; index++)
        {
            if (results[index].Holds)
                continue;
            Finished(results[index] = await RunAsync(mutants[index], index, stop));
        }
        return results;
    }

    /// <inheritdoc/>
    public void Dispose() => _scenarios.Dispose();

    private async Task RecordAsync(IReadOnlyList<ScenarioCase> toRecord, CancellationToken stop)
    {
        await using var reference = new EmbeddedProxy();
        await using var client = new ScriptedClient(new());
        foreach (var ofClients in toRecord.ToLookup(scenario => scenario.Requirement.OfClients))
        {
            foreach (var result in await ResultsAsync(ofClients.Key ? client : reference, [.. ofClients], Settings, stop))
                _recordedByReference[result.Requirement.Id] = result.Reason;
        }
    }

    private async Task<MutantResult> RunAsync(Mutant mutant, int turn, CancellationToken stop)
    {
        var selected = ScenariosFor(mutant, turn);
        var chosen = mutant.IsNullProxy ? Settings with { Waits = Settings.Waits with { Reply = s_nullProxyReply } } : Settings;
        var proxy = mutant.IsClient ? null : new MutantProxy(mutant);
        IReadOnlyList<ScenarioResult> results;
        await using (Subject subject = proxy ?? (Subject)mutant.CreateClient()!)
            results = await ResultsAsync(subject, selected, chosen, stop);
        return new(
            mutant,
            [.. KillsOf(mutant, results)],
            [.. results.Where(result => IsUnexpected(mutant, result))],
            [.. (proxy?.Faults ?? []).Select(fault => fault.ToString())],
            results.Count);
    }

    private bool IsOnTime(Requirement requirement) => Nightly || catalogue.Postpones(requirement.Id) is null;

    private List<ScenarioCase> ScenariosFor(Mutant mutant, int turn)
    {
        // What else a flaw breaks that was moved from cleartext is known from the mutant that has it there.
        var flaw = mutant.CreateFlaw();
        var selected = _cases.Where(scenario => scenario.Requirement.OfClients == mutant.IsClient
                && Selects(scenario.Requirement) && IsWorthIt(mutant, scenario.Requirement)
                && (mutant.IsClient || IsRunAnyway(mutant, scenario.Requirement)
                    || (flaw.Protocol is null && _listeners[scenario.Requirement.Id].Any(flaw.IsOn))))
            .ToList();
        if (!Sampled || mutant.IsNone)
            return selected;

        return [.. selected.GroupBy(scenario => scenario.Requirement.Row, (_, inputs) => inputs.ToList())
            .SelectMany((inputs, row) =>
                inputs.Any(input => mutant.Names(input.Requirement.Id)) ? inputs
                : (row + turn) % OneIn == 0 ? [inputs[turn / OneIn % inputs.Count]] : [])];
    }

    private static bool IsRunAnyway(Mutant mutant, Requirement requirement) =>
        mutant.IsNullProxy || mutant.IsNone
        || (requirement.Through is null ? mutant.Names(requirement.Id) : mutant.IsMadeFor(requirement.Id));

    private static Dictionary<string, IReadOnlyList<string>> FindListeners(MutantCatalogue catalogue)
    {
        var all = ScenarioCatalogue.Of(catalogue.Suite).Cases
            .Select(scenario => scenario.Requirement).ToDictionary(requirement => requirement.Id);
        return all.ToDictionary(pair => pair.Key, pair => ListenerNames.Like(KindOf(pair.Value, all)));
    }

    // What the case is checked through, or the listener that it needs, or that of the case on which it depends.
    private static string KindOf(Requirement requirement, IReadOnlyDictionary<string, Requirement> all)
    {
        if (requirement.Through is { } protocol)
            return protocol;
        if (requirement.Feature is { } feature && ListenerNames.All.Contains(feature) && !ListenerNames.SpeaksHttp1(feature))
            return feature;
        return requirement.DependsOn is { } id && all.TryGetValue(id, out var needed) ? KindOf(needed, all) : ListenerNames.Plain;
    }

    private bool IsWorthIt(Mutant mutant, Requirement requirement) => IsOnTime(requirement)
        && (mutant.Names(requirement.Id) || mutant.IsNone || !catalogue.IsCostly(requirement.Id));

    private async Task<IReadOnlyList<ScenarioResult>> ResultsAsync(
        Subject proxy, IReadOnlyList<ScenarioCase> selected, CaseSettings chosen, CancellationToken stop)
    {
        var round = new Round([proxy], chosen, stop);
        var results = await Task.WhenAll(selected.Select(async scenario =>
        {
            await _scenarios.WaitAsync(stop);
            try
            {
                return await round.ResultAsync(proxy.Name, scenario);
            }
            finally
            {
                _scenarios.Release();
            }
        }));
        stop.ThrowIfCancellationRequested();
        return [.. results.OfType<ScenarioResult>()];
    }

    private IEnumerable<Kill> KillsOf(Mutant mutant, IReadOnlyList<ScenarioResult> results)
    {
        foreach (var result in results)
        {
            var id = result.Requirement.Id;
            if (mutant.Kills.FirstOrDefault(kill => kill.Id == id) is { } kill)
                yield return Of(result, kill.ReasonId, IsBroken(result) && result.ReasonId == kill.ReasonId);
            else if (mutant.Records.FirstOrDefault(record => record.Id == id) is { } record)
                yield return Of(result, record.Text, result.Verdict == Verdict.Info && IsNews(result, record.Text));
        }
    }

    private bool IsNews(ScenarioResult result, string text) =>
        result.Reason.Contains(text, StringComparison.Ordinal)
        && !_recordedByReference[result.Requirement.Id].Contains(text, StringComparison.Ordinal);

    private static Kill Of(ScenarioResult result, string expected, bool isKilled) =>
        new(result.Requirement.Id, expected, result.Verdict, result.ReasonId, result.Reason, isKilled)
        {
            IsMarked = result.Marks.Count > 0,
        };

    private static bool IsBroken(ScenarioResult result) => result.Verdict.IsBroken();

    // A blocked scenario follows from another one that is broken, which is itself declared or unexpected.
    private static bool IsUnexpected(Mutant mutant, ScenarioResult result) => result.Verdict == Verdict.HarnessError
        || (mutant.IsNullProxy
            ? result.Verdict == Verdict.Pass && result.Requirement.Level.IsRequired()
            : IsBroken(result) && !mutant.Names(result.Requirement.Id));
}
