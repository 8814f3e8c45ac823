using ConformanceKit.Reporting;
using ConformanceKit.Reporting.Html;
using ConformanceKit.Running.Cases;

namespace ConformanceKit.CommandLine.Options;

/// <summary>Records the exchanges for the pages with which a suite teaches.</summary>
internal static class LessonRecorder
{
    /// <summary>Records the exchanges for every page.</summary>
    /// <param name="context">The suite.</param>
    /// <param name="stop">Ends it early.</param>
    /// <returns>The lessons of each page; none where the suite teaches nothing or the run was stopped.</returns>
    public static async Task<IReadOnlyList<Lessons>> RecordAsync(CommandContext context, CancellationToken stop)
    {
        var all = new List<Lessons>();
        foreach (var page in TaughtPage.All)
        {
            if (await RecordAsync(context, page, stop) is { } lessons)
                all.Add(lessons);
        }

        return all;
    }

    private static async Task<Lessons?> RecordAsync(CommandContext context, TaughtPage page, CancellationToken stop)
    {
        if (stop.IsCancellationRequested || TeachingPlan.Of(context.Suite, page.File) is not { } plan)
            return null;

        // 1. Run every case on every proxy or client on which a lesson shows it.
        var found = new Dictionary<(string Proxy, string Case), ScenarioReport>();
        foreach (var wanted in plan.Lessons.GroupBy(lesson => lesson.Proxy))
        {
            var ids = wanted.Select(lesson => lesson.Case).ToHashSet();
            foreach (var (id, scenario) in await CaseRecorder.RecordAsync(context, wanted.Key, ids, new(), stop))
                found[(wanted.Key, id)] = scenario;
        }

        // 2. Put the lessons into the plan's order.
        return stop.IsCancellationRequested ? null : new(
            page, plan, [.. plan.Lessons.Select(lesson => new Lesson(lesson, found[(lesson.Proxy, lesson.Case)]))]);
    }
}
