using System.Collections.Concurrent;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Running.Baselines;
using ConformanceKit.Running.Cases;
using ConformanceKit.Running.Catalogue;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Running.Engine;

/// <summary>
/// One round through a suite: each case runs once per proxy, however often its result is requested (by a worker, and by the
/// scenarios that depend on it). Nothing here waits for a worker, so dependencies cannot block each other.
/// </summary>
internal sealed class Round(IReadOnlyList<Subject> proxies, CaseSettings settings, CancellationToken stop)
{
    private readonly Dictionary<string, Subject> _byName = proxies.ToDictionary(proxy => proxy.Name);
    private readonly ConcurrentDictionary<(string Proxy, string Id), Lazy<Task<ScenarioResult?>>> _results = new();
    private readonly ConcurrentDictionary<string, RunningSubject> _running = new();
    private readonly ConcurrentDictionary<string, FragileInstances> _fragile = new();
    private readonly ConcurrentQueue<(string Proxy, ScenarioResult Result)> _delivered = new();
    private readonly ConcurrentDictionary<string, bool> _starting = new();
    private readonly CaseGate _gate = new();
    private readonly SecondLook _second = new(settings.Profile);
    private int _underWay;

    /// <summary>The proxies to grade, in the order in which they were named.</summary>
    public IReadOnlyList<Subject> Proxies { get; } = proxies;

    /// <summary>Called with every result of a selected scenario as it comes; may be called concurrently.</summary>
    public Action<string, ScenarioResult> Finished { get; init; } = static (_, _) => { };

    /// <summary>The baseline of each proxy, or null.</summary>
    public Func<string, Baseline?> BaselineOf { get; init; } = static _ => null;

    /// <summary>Whether each proxy's program runs; the rounds of a run share it.</summary>
    public ConcurrentDictionary<string, ProxyLife> Lives { get; init; } = [];

    /// <summary>Called with a line that people should see meanwhile; may be called concurrently.</summary>
    public Action<string> Say { get; init; } = static _ => { };

    /// <summary>The results of the selected scenarios so far, in the order in which they came.</summary>
    public IReadOnlyCollection<(string Proxy, ScenarioResult Result)> Delivered => _delivered;

    /// <summary>How many scenarios are running, not counting those that still wait for their proxy.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>The proxies whose image is being made or that are starting, in the order in which they were named, and what is
    /// being done.</summary>
    public IReadOnlyList<string> Starting =>
    [
        .. Proxies.Where(proxy => _starting.ContainsKey(proxy.Name))
            .Select(proxy => proxy.StartStep is { Length: > 0 } step ? $"{proxy.Name} ({step})" : proxy.Name),
    ];

    /// <summary>How rows are graded.</summary>
    public Profile Profile => settings.Profile;

    /// <summary>Whether the run was stopped from outside.</summary>
    public bool Stopped => stop.IsCancellationRequested;

    /// <summary>What is known about a proxy that started, or null.</summary>
    public RunningSubject? Running(string proxyName) => _running.GetValueOrDefault(proxyName);

    /// <summary>How a proxy's program ended, if it did, has not come back and that is known; or empty.</summary>
    public string HowItEnded(string proxyName) => Lives.GetValueOrDefault(proxyName)?.HowItEnded ?? "";

    /// <summary>What is worth knowing about the ends of a proxy's program, a sentence each.</summary>
    public IReadOnlyList<string> NotesOn(string proxyName) => Lives.GetValueOrDefault(proxyName)?.Notes ?? [];

    /// <summary>Starts a proxy, unless none of the cases needs it.</summary>
    /// <param name="proxyName">Which.</param>
    /// <param name="cases">The cases to run on it.</param>
    /// <returns>
    /// The proxy when it is ready, or null if it is not needed or cannot be started: then each case's result says so.
    /// </returns>
    public async Task<RunningSubject?> StartAsync(string proxyName, IReadOnlyList<ScenarioCase> cases)
    {
        if (cases.All(scenario => IsPostponed(scenario.Requirement)))
            return null;
        _starting[proxyName] = true;
        try
        {
            return await _byName[proxyName].StartAsync(stop);
        }
        catch (Exception)
        {
            // Each case awaits the same start, and reports its fault.
            return null;
        }
        finally
        {
            _starting.TryRemove(proxyName, out _);
        }
    }

    /// <summary>The result of a case on a proxy; runs it unless that was done before.</summary>
    /// <returns>The result, or null where the run was stopped before there was one.</returns>
    public Task<ScenarioResult?> ResultAsync(string proxyName, ScenarioCase scenario) => _results.GetOrAdd(
        (proxyName, scenario.Requirement.Id),
        _ => new(() => Begin(_byName[proxyName], scenario))).Value;

    /// <summary>Records a selected scenario's result.</summary>
    public void Deliver(string proxyName, ScenarioResult result)
    {
        _delivered.Enqueue((proxyName, result));
        Finished(proxyName, result);
    }

    private Task<ScenarioResult?> Begin(Subject proxy, ScenarioCase scenario)
    {
        // A failed NUnit assertion belongs to this scenario only, not also to the test that requested it first.
        using (ExecutionContext.SuppressFlow())
            return Task.Run(() => RunAsync(proxy, scenario), CancellationToken.None);
    }

    private async Task<ScenarioResult?> RunAsync(Subject proxy, ScenarioCase scenario)
    {
        var requirement = scenario.Requirement;
        if (Stopped)
            return null;
        if (IsPostponed(requirement))
        {
            return Unrun(requirement, Verdict.NotApplicable, "not-applicable",
                "slow scenario: run with --nightly");
        }

        try
        {
            // 1. The proxy runs, or nothing can be said about it.
            var started = _running[proxy.Name] = await proxy.StartAsync(stop);

            // 2. The preconditions of the scenario hold.
            var catalogue = ScenarioCatalogue.Of(scenario.Method.ReflectedType!.Assembly);
            string?[] features = [requirement.Through, requirement.Feature];
            if (features.OfType<string>().FirstOrDefault(name => !proxy.Features.Contains(name)) is { } feature)
            {
                return Unrun(requirement, Verdict.NotApplicable, "not-applicable", requirement.OfClients
                    ? $"the client does not offer the feature '{feature}'"
                    : started.WhyWithout(feature, $"the proxy does not offer the feature '{feature}'"));
            }

            string?[] ids = [requirement.ThroughDependsOn, requirement.DependsOn];
            foreach (var id in ids.OfType<string>())
            {
                var needed = await ResultAsync(proxy.Name, catalogue.Find(id)!);
                if (needed is null)
                    return null;
                if (Hindered(requirement, needed) is { } hindered)
                    return hindered;
            }

            // 3. The scenario itself, beside others; and once more, alone, if it may not have been the proxy that was seen.
            var (result, mayHaveEnded) = await BesideOthersAsync(proxy, started, scenario);
            return mayHaveEnded || IsInDoubt(proxy, result)
                ? await AloneAsync(proxy, started, scenario, result, mayHaveEnded)
                : result;
        }
        catch (OperationCanceledException) when (Stopped)
        {
            return null;
        }
        catch (Exception fault)
        {
            var ruling = VerdictRules.Judge(requirement.Level,
                fault as HarnessException ?? new HarnessException(fault.Message, fault), new());
            return Unrun(requirement, ruling.Verdict, ruling.ReasonId, ruling.Reason) with { Detail = ruling.Detail };
        }
    }

    // The result is null if the program was gone before the case began.
    private async Task<(ScenarioResult? Result, bool MayHaveEnded)> BesideOthersAsync(
        Subject proxy, RunningSubject started, ScenarioCase scenario)
    {
        using var pass = await _gate.EnterAsync(stop);
        if (proxy.Fragile)
            return (await RunFragileAsync(proxy, started, scenario), false);
        var life = LifeOf(proxy, started);
        if (life.HasEnded)
            return (null, true);
        life.Begin(scenario.Requirement);
        var result = await ExecuteAsync(proxy, life.Running, scenario);
        return (result, await life.HasEndedUnderAsync(scenario.Requirement, result));
    }

    private bool IsInDoubt(Subject proxy, ScenarioResult? result) => result is not null && settings.Confirms
        && _second.IsNeeded(proxy.Name, result, BaselineOf(proxy.Name));

    private async Task<ScenarioResult?> AloneAsync(
        Subject proxy, RunningSubject started, ScenarioCase scenario, ScenarioResult? beside, bool mayHaveEnded)
    {
        // Many may have waited for their turn with the same doubt, and those before this one may have settled it.
        using var pass = await _gate.EnterAloneAsync(stop);
        if (!mayHaveEnded && !IsInDoubt(proxy, beside))
            return beside;
        if (proxy.Fragile)
            return Confirmed(proxy, beside, await RunFragileAsync(proxy, started, scenario));

        // Twice if it ends: what an earlier scenario left behind can end it late.
        var life = LifeOf(proxy, started);
        for (var isAgain = false; ; isAgain = true)
        {
            if (!await life.BringBackAsync(stop))
                return await life.LostAsync(scenario.Requirement, beside);
            life.Begin(scenario.Requirement);
            var alone = await ExecuteAsync(proxy, life.Running, scenario);
            if (!await life.HasEndedUnderAsync(scenario.Requirement, alone))
                return Confirmed(proxy, beside, alone);
            if (isAgain)
                return await life.EndedByAsync(alone!);
            beside = alone;
        }
    }

    private ScenarioResult? Confirmed(Subject proxy, ScenarioResult? beside, ScenarioResult? alone) =>
        alone is null ? null : _second.Confirmed(proxy.Name, beside, alone);

    private ProxyLife LifeOf(Subject proxy, RunningSubject started) => Lives.GetOrAdd(
        proxy.Name, _ => new(proxy, started, settings.Waits.Restart, Say));

    private Task<ScenarioResult?> RunFragileAsync(Subject proxy, RunningSubject started, ScenarioCase scenario) =>
        _fragile.GetOrAdd(proxy.Name, _ => new(started)).RunAsync(instance => ExecuteAsync(proxy, instance, scenario), stop);

    private async Task<ScenarioResult?> ExecuteAsync(Subject proxy, RunningSubject started, ScenarioCase scenario)
    {
        Interlocked.Increment(ref _underWay);
        try
        {
            return await new CaseRunner(proxy, started, scenario, Profile.LevelOf(scenario.Requirement),
                settings).RunAsync(stop);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private bool IsPostponed(Requirement requirement) => requirement.Nightly && !settings.Nightly;

    // A harness error stays one: it is never counted against the proxy, not even through a dependency.
    private static ScenarioResult? Hindered(Requirement requirement, ScenarioResult needed) => needed.Verdict switch
    {
        // What makes that one not applicable makes this one not applicable too.
        Verdict.NotApplicable => Unrun(requirement, Verdict.NotApplicable, "not-applicable", needed.Reason),

        // Report the root cause, however long the chain of dependencies is.
        Verdict.Blocked => Unrun(requirement, Verdict.Blocked, "blocked", needed.Reason),
        Verdict.Fail =>
            Unrun(requirement, Verdict.Blocked, "blocked", $"depends on {needed.Requirement.Id}, which failed: {needed.Reason}"),
        Verdict.HarnessError =>
            Unrun(requirement, Verdict.HarnessError, "harness",
                $"depends on {needed.Requirement.Id}, which could not be run: {needed.Reason}"),
        _ => null,
    };

    private static ScenarioResult Unrun(Requirement requirement, Verdict verdict, string reasonId, string reason) =>
        new(requirement, verdict, reasonId, reason, TimeSpan.Zero, []);
}
