using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using ConformanceKit.Clients;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Running.Baselines;
using ConformanceKit.Running.Cases;
using ConformanceKit.Running.Timing;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Running.Engine;

/// <summary>Runs the selected scenarios against the proxies, for as many rounds as requested, and combines the results.</summary>
internal sealed class SuiteRun(Assembly suite, IReadOnlyList<ChosenSubject> targets, CaseSettings settings)
{
    private readonly ConcurrentDictionary<string, TimeSpan> _lastResult = new();
    private readonly ConcurrentDictionary<(string Proxy, string Id), ConcurrentQueue<ScenarioResult>> _results = new();
    private readonly ConcurrentDictionary<string, ProxyLife> _lives = new();
    private volatile Round? _round;

    /// <summary>The scenarios to run.</summary>
    public required IReadOnlySet<string> Ids { get; init; }

    /// <summary>The most scenarios that run at once.</summary>
    public int Workers { get; init; } = 32;

    /// <summary>How often each scenario is run.</summary>
    public int Rounds { get; init; } = 1;

    /// <summary>The baseline of each proxy, or null.</summary>
    public Func<string, Baseline?> BaselineOf { get; init; } = static _ => null;

    /// <summary>Called with every result as it comes; may be called concurrently.</summary>
    public Action<string, ScenarioResult> Finished { get; init; } = static (_, _) => { };

    /// <summary>Called with a line that people should see meanwhile; may be called concurrently.</summary>
    public Action<string> Say { get; init; } = static _ => { };

    /// <summary>How many results the run will have if it is not stopped.</summary>
    public int Planned => Ids.Count * targets.Count * Rounds;

    /// <summary>How many scenarios are running.</summary>
    public int UnderWay => _round?.UnderWay ?? 0;

    /// <summary>The proxies whose image is being made or that are starting.</summary>
    public IReadOnlyList<string> Starting => _round?.Starting ?? [];

    /// <summary>Runs everything; if it is stopped, it returns what there is by then.</summary>
    /// <param name="stop">Ends the run.</param>
    public async Task<RunResult> RunAsync(CancellationToken stop)
    {
        var startedAt = DateTimeOffset.UtcNow;
        var started = Stopwatch.GetTimestamp();
        var cases = ScenarioCatalogue.Of(suite).Cases.Where(scenario => Ids.Contains(scenario.Requirement.Id)).ToList();
        for (var round = 0; round < Rounds && !stop.IsCancellationRequested; round++)
        {
            _round = new([.. targets.Select(target => target.Subject)], settings, stop)
            {
                BaselineOf = BaselineOf,
                Say = Say,
                Lives = _lives,
                Finished = (proxy, result) => Keep(proxy, result, Stopwatch.GetElapsedTime(started)),
            };
            await new RoundWorkers(_round, cases, Workers).RunAsync();
        }

        var done = _results.Values.Sum(rounds => rounds.Count);
        var proxies = new List<SubjectResult>();
        foreach (var target in targets)
            proxies.Add(await ResultOfAsync(target, _round));
        return new(startedAt, Stopwatch.GetElapsedTime(started), proxies, Planned, done,
            stop.IsCancellationRequested && done < Planned)
        {
            Load = startedAt - ProcessStart,
        };
    }

    private static DateTimeOffset ProcessStart
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.StartTime;
        }
    }

    private void Keep(string proxy, ScenarioResult result, TimeSpan at)
    {
        _results.GetOrAdd((proxy, result.Requirement.Id), _ => new()).Enqueue(result);
        _lastResult[proxy] = at;
        Finished(proxy, result);
    }

    private async Task<SubjectResult> ResultOfAsync(ChosenSubject target, Round? last)
    {
        var name = target.Subject.Name;
        var running = last?.Running(name) is { } known ? known with { Notes = [.. known.Notes, .. last.NotesOn(name)] } : null;
        var baseline = BaselineOf(name);
        var cases = _results
            .Where(entry => entry.Key.Proxy == name)
            .OrderBy(entry => entry.Key.Id, StringComparer.Ordinal)
            .Select(entry => CaseOutcome.Of([.. entry.Value], baseline, settings.Profile))
            .ToList();
        var failed = cases.Any(outcome => outcome.Result.Verdict is Verdict.Fail or Verdict.HarnessError || outcome.Drift);
        return new(
            name,
            target.Subject.Features,
            running,
            baseline,
            cases,
            failed ? await ReadLogAsync(target.Subject) : "",
            _lastResult.GetValueOrDefault(name),
            target.Arguments)
        {
            IsClient = target.Subject is ClientUnderTest,
            Configuration = target.Subject.Configuration,
            Ended = last?.HowItEnded(name) ?? "",
            Time = ProxyTime.Of(running, _results.Where(entry => entry.Key.Proxy == name).SelectMany(entry => entry.Value)),
        };
    }

    private async Task<string> ReadLogAsync(Subject proxy)
    {
        using var bound = new CancellationTokenSource(settings.Waits.Reply);
        try
        {
            return await proxy.ReadLogAsync(bound.Token);
        }
        catch (Exception fault) when (fault is HarnessException or OperationCanceledException)
        {
            return $"(the proxy's log cannot be read: {fault.Message})";
        }
    }
}
