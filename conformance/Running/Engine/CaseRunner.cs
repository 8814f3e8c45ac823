using System.Diagnostics;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Running.Cases;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;

namespace ConformanceKit.Running.Engine;

/// <summary>Runs the body of one scenario against a running proxy and judges the outcome.</summary>
internal sealed class CaseRunner(Subject proxy, RunningSubject running, ScenarioCase scenario, Level level,
    CaseSettings settings)
{
    private readonly Waits _waits = settings.Waits;

    /// <summary>Runs the scenario.</summary>
    /// <param name="stop">Ends the run.</param>
    /// <returns>The result, or null where the run was stopped before there was one.</returns>
    public async Task<ScenarioResult?> RunAsync(CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();

        // 1. The body runs within its budget.
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(stop);
        budget.CancelAfter(Budget);
        var context = new ScenarioContext(scenario.Requirement, proxy, running, settings, budget.Token);
        context.Origins.Queueing = queues => budget.CancelAfter(queues ? Timeout.InfiniteTimeSpan : Budget);
        var thrown = await BodyAsync(context, budget.Token);
        // If somebody sent without end, whatever else the body saw comes of that.
        thrown = context.Transcript.Traffic.Flood ?? thrown;
        var duration = Stopwatch.GetElapsedTime(started);
        var evidence = context.Transcript.Events;

        // 2. Whatever it opened is closed; the verdict stands even if that goes wrong.
        await budget.CancelAsync();
        var faults = await CloseAsync(context);
        var took = Stopwatch.GetElapsedTime(started);

        // 3. The verdict, unless the run was stopped meanwhile: what was seen then may be an effect of the stop.
        if (stop.IsCancellationRequested)
            return null;
        var ruling = VerdictRules.Judge(scenario.Requirement.Strict ? Level.Must : level, thrown, context.Findings);
        return new(
            scenario.Requirement,
            ruling.Verdict,
            ruling.ReasonId,
            ruling.Reason,
            duration,
            [.. evidence, .. faults.Select(fault => Remark(duration, fault))])
        {
            Detail = ruling.Detail,
            Marks = ruling.Marks,
            Time = new(started, took, context.Transcript.Uses.Sums),
        };
    }

    private TimeSpan Budget => scenario.Requirement.Nightly ? _waits.Nightly : _waits.Scenario;

    private string BudgetName => scenario.Requirement.Nightly ? "nightly" : "scenario";

    private async Task<Exception?> BodyAsync(ScenarioContext context, CancellationToken budget)
    {
        try
        {
            var fixture = ScenarioCase.CreateFixture(scenario.Method.ReflectedType!, proxy.Name);
            fixture.Context = context;

            // WaitAsync abandons a body that ignores its token, so that it cannot hold up the run.
            // So does a flood that the body does not see itself.
            var body = Task.Run(() => scenario.InvokeAsync(fixture), CancellationToken.None);
            await await Task.WhenAny(body, context.Transcript.Traffic.Flooding).WaitAsync(budget);
            return OriginFault(context);
        }
        catch (OperationCanceledException) when (budget.IsCancellationRequested)
        {
            return new RequirementBrokenException(
                ReasonIds.ScenarioTimeout,
                $"the exchange was not over after {Budget.TotalSeconds:0.###} s (wait '{BudgetName}')");
        }
        catch (Exception thrown)
        {
            return OriginFault(context) ?? thrown;
        }
    }

    // If an origin or a scripted proxy itself failed, whatever the body saw is worthless.
    private static HarnessException? OriginFault(ScenarioContext context)
    {
        try
        {
            context.Origins.ThrowIfFaulted();
            context.Proxies.ThrowIfFaulted();
            return null;
        }
        catch (HarnessException fault)
        {
            return fault;
        }
    }

    private async Task<IReadOnlyList<Exception>> CloseAsync(ScenarioContext context)
    {
        try
        {
            return await context.CloseAsync().WaitAsync(_waits.Reply);
        }
        catch (TimeoutException fault)
        {
            return [fault];
        }
    }

    private static TranscriptEvent Remark(TimeSpan at, Exception fault) =>
        new(at, "harness", WireEvent.Note, 0, default, $"closing afterwards failed: {fault.Message}");
}
