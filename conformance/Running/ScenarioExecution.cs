using System.Diagnostics;
using ConformanceKit.Model;
using ConformanceKit.Proxies;
using ConformanceKit.Wire;

namespace ConformanceKit.Running;

/// <summary>Runs the body of one scenario against one proxy and says what came of it.</summary>
internal sealed class ScenarioExecution(ProxyUnderTest proxy, ScenarioCase scenario, Level level, Waits waits)
{
    /// <summary>Runs the scenario.</summary>
    /// <param name="stop">Ends the run.</param>
    /// <returns>The result, or null where the run was stopped before there was one.</returns>
    public async Task<ScenarioResult?> RunAsync(CancellationToken stop)
    {
        var transcript = new Transcript();
        var started = Stopwatch.GetTimestamp();
        try
        {
            // 1. The proxy runs, or nothing can be said about it.
            var running = await proxy.StartAsync(stop);
            started = Stopwatch.GetTimestamp();

            // 2. The body runs within its budget.
            using var budget = CancellationTokenSource.CreateLinkedTokenSource(stop);
            budget.CancelAfter(waits.Scenario);
            var context = new ScenarioContext(new(proxy.Name, proxy.Features, running), transcript, waits, budget.Token);
            var thrown = await BodyAsync(context, budget.Token);
            var duration = Stopwatch.GetElapsedTime(started);
            var evidence = transcript.Events;

            // 3. Whatever it opened is closed; the verdict stands even if that goes wrong.
            await budget.CancelAsync();
            var faults = await CloseAsync(context);
            if (stop.IsCancellationRequested && thrown is not null) return null;

            return Result(VerdictRules.Judge(level, thrown, context.Findings), duration, evidence, faults);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception fault)
        {
            return Result(VerdictRules.Judge(level, AsHarness(fault), new()), Stopwatch.GetElapsedTime(started), transcript.Events, []);
        }
    }

    private async Task<Exception?> BodyAsync(ScenarioContext context, CancellationToken budget)
    {
        var fixture = ScenarioCase.CreateFixture(scenario.Method.ReflectedType!, proxy.Name);
        fixture.Context = context;
        try
        {
            // WaitAsync: a body that forgets its token is left behind, it can't hold up the run.
            await Task.Run(() => scenario.InvokeAsync(fixture), CancellationToken.None).WaitAsync(budget);
            return null;
        }
        catch (OperationCanceledException) when (budget.IsCancellationRequested)
        {
            return new RequirementBrokenException(
                "scenario-timeout", $"the exchange was not over after {waits.Scenario.TotalSeconds:0.#} s (wait 'scenario')");
        }
        catch (Exception thrown)
        {
            return thrown;
        }
    }

    private async Task<IReadOnlyList<Exception>> CloseAsync(ScenarioContext context)
    {
        try
        {
            return await context.CloseAsync().WaitAsync(waits.Reply);
        }
        catch (TimeoutException fault)
        {
            return [fault];
        }
    }

    private static HarnessException AsHarness(Exception fault) =>
        fault as HarnessException ?? new($"{fault.GetType().Name}: {fault.Message}", fault);

    private ScenarioResult Result(
        VerdictRules.Ruling ruling, TimeSpan duration, IReadOnlyList<TranscriptEvent> evidence, IReadOnlyList<Exception> faults) =>
        new(scenario.Requirement, ruling.Verdict, ruling.ReasonId, ruling.Reason, duration, [.. evidence, .. faults.Select(fault => Remark(duration, fault))])
        {
            Detail = ruling.Detail,
        };

    private static TranscriptEvent Remark(TimeSpan at, Exception fault) =>
        new(at, "harness", WireEvent.Note, 0, default, $"closing afterwards failed: {fault.Message}");
}
