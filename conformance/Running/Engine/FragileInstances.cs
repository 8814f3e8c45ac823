using System.Threading.Channels;
using ConformanceKit.Model;
using ConformanceKit.Running.Cases;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Running.Engine;

/// <summary>The instances of a proxy whose program one request can end: each case has one to itself.</summary>
internal sealed class FragileInstances
{
    private readonly Channel<RunningSubject> _idle = Channel.CreateUnbounded<RunningSubject>();

    /// <summary>Nothing runs on them yet.</summary>
    /// <param name="started">The proxy with its twins.</param>
    public FragileInstances(RunningSubject started)
    {
        foreach (var instance in started.Twins.Prepend(started))
            _idle.Writer.TryWrite(instance);
    }

    /// <summary>Runs a case on one of them. One that ends the program has failed, whatever it saw.</summary>
    /// <param name="run">Runs the case on an instance.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <returns>The case's result, or null where the run was stopped.</returns>
    public async Task<ScenarioResult?> RunAsync(Func<RunningSubject, Task<ScenarioResult?>> run, CancellationToken stop)
    {
        // 1. An instance to itself: if the program ends, no other scenario ended it.
        var instance = await _idle.Reader.ReadAsync(stop);
        try
        {
            // 2. Once more if it ended: what an earlier scenario left behind can end it late.
            var (result, hasEnded) = await RunWatchedAsync(instance, run, stop);
            if (hasEnded)
                (result, hasEnded) = await RunWatchedAsync(instance, run, stop);
            return hasEnded ? Ended(result) : result;
        }
        finally
        {
            _idle.Writer.TryWrite(instance);
        }
    }

    private static async Task<(ScenarioResult? Result, bool HasEnded)> RunWatchedAsync(
        RunningSubject instance, Func<RunningSubject, Task<ScenarioResult?>> run, CancellationToken stop)
    {
        using var signs = await LifeSigns.OpenAsync(instance, stop);
        var result = await run(instance);
        return (result, await signs.HaveEndedAsync(stop));
    }

    private static ScenarioResult? Ended(ScenarioResult? result) => result is null ? null : result with
    {
        Verdict = Verdict.Fail,
        ReasonId = ReasonIds.ProxyEnded,
        Reason = result.Verdict == Verdict.HarnessError || result.Reason.Length == 0
            ? "the proxy's program ended because of what this case sent"
            : $"the proxy's program ended: {result.Reason}",
    };
}
