using ConformanceKit.Running.Cases;

namespace ConformanceKit.Reporting.Html;

/// <summary>What a page that teaches shows: the suite's plan, with the exchanges as they were recorded.</summary>
/// <param name="Page">The page.</param>
/// <param name="Plan">The plan.</param>
/// <param name="All">Its lessons.</param>
internal sealed record Lessons(TaughtPage Page, TeachingPlan Plan, IReadOnlyList<Lesson> All);

/// <summary>One exchange to learn from.</summary>
/// <param name="Plan">What it shows.</param>
/// <param name="Scenario">What was recorded.</param>
internal sealed record Lesson(PlannedLesson Plan, ScenarioReport Scenario);
