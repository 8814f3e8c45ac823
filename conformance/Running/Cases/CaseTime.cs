using ConformanceKit.Model;

namespace ConformanceKit.Running.Cases;

/// <summary>When a scenario ran and what its time was spent on.</summary>
/// <param name="Began">When its body began, as a timestamp of <see cref="System.Diagnostics.Stopwatch"/>.</param>
/// <param name="Took">Until everything that it opened was closed.</param>
/// <param name="Uses">What it spent its time on, other than its exchange.</param>
internal sealed record CaseTime(long Began, TimeSpan Took, IReadOnlyList<TimeSum> Uses);
