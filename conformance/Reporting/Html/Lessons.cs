using ConformanceKit.Running.Cases;

namespace ConformanceKit.Reporting.Html;

/// <summary>What the teaching page shows: the suite's plan, with the exchanges as they were recorded.</summary>
/// <param name="Introduction">The idea, one text per paragraph.</param>
/// <param name="All">The exchanges.</param>
internal sealed record Lessons(IReadOnlyList<string> Introduction, IReadOnlyList<Lesson> All);

/// <summary>One exchange to learn from.</summary>
/// <param name="Plan">What it shows.</param>
/// <param name="Scenario">What was recorded.</param>
internal sealed record Lesson(PlannedLesson Plan, ScenarioReport Scenario);
