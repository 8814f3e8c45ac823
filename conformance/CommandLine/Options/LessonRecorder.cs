using ConformanceKit.Mutants;
using ConformanceKit.Reporting;
using ConformanceKit.Reporting.Html;
using ConformanceKit.Running.Cases;
using ConformanceKit.Running.Engine;

namespace ConformanceKit.CommandLine.Options;

/// <summary>Records the exchanges for the teaching page of a suite.</summary>
internal static class LessonRecorder
{
    /// <summary>Records the exchanges for the teaching page.</summary>
    /// <param name="context">The suite.</param>
    /// <param name="stop">Ends it early.</param>
    /// <returns>The lessons, or null where the suite teaches nothing or the run was stopped.</returns>
    public static async Task<Lessons?> RecordAsync(CommandContext context, CancellationToken stop)
    {
        if (stop.IsCancellationRequested || TeachingPlan.Of(context.Suite) is not { } plan)
            return null;

        // 1. Run every case on every proxy on which a lesson shows it.
        var found = new Dictionary<(string Proxy, string Case), ScenarioReport>();
        foreach (var wanted in plan.Lessons.GroupBy(lesson => lesson.Proxy))
        {
            await using var proxies = context.OpenProxies(new([wanted.Key]), _ => { });
            var run = new SuiteRun(context.Suite, proxies.Targets, new())
            {
                Ids = wanted.Select(lesson => lesson.Case).ToHashSet(),
            };
            var report = ReportBuilder.Build(await run.RunAsync(stop), new Dictionary<string, object>(),
                MutantCatalogue.Of(context.Suite));
            foreach (var scenario in report.Proxies.Single().Scenarios)
                found[(wanted.Key, scenario.Id)] = scenario;
        }

        // 2. Put the lessons into the plan's order.
        return stop.IsCancellationRequested ? null : new(
            plan, [.. plan.Lessons.Select(lesson => new Lesson(lesson, found[(lesson.Proxy, lesson.Case)]))]);
    }
}
