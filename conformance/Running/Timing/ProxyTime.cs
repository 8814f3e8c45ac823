using System.Diagnostics;
using ConformanceKit.Model;
using ConformanceKit.Running.Cases;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Running.Timing;

/// <summary>Where the wall time of a run went on one proxy.</summary>
/// <param name="Queue">Until it was its turn to have its image built.</param>
/// <param name="Image">Making or fetching its image; zero where it has none.</param>
/// <param name="Start">From there until it was ready.</param>
/// <param name="Scenarios">From the beginning of the first scenario to the end of the last one.</param>
/// <param name="Busy">The scenarios' own times, added up.</param>
/// <param name="Tail">
/// The part of <paramref name="Scenarios"/> after the last scenario began, when nothing was left for idle workers.
/// </param>
/// <param name="Uses">What the scenarios spent their time on, other than their exchanges.</param>
/// <param name="Longest">The longest scenarios, longest first.</param>
internal sealed record ProxyTime(
    TimeSpan Queue,
    TimeSpan Image,
    TimeSpan Start,
    TimeSpan Scenarios,
    TimeSpan Busy,
    TimeSpan Tail,
    IReadOnlyList<TimeSum> Uses,
    IReadOnlyList<LongCase> Longest)
{
    /// <summary>How many of the longest scenarios are named.</summary>
    public const int MostNamed = 10;

    /// <summary>Adds up the times.</summary>
    /// <param name="running">The proxy, or null where it never started.</param>
    /// <param name="results">Its results from all rounds.</param>
    /// <returns>The sums, or null where no scenario ran.</returns>
    public static ProxyTime? Of(RunningSubject? running, IEnumerable<ScenarioResult> results)
    {
        var ran = results.Where(result => result.Time is not null).Select(result => (result.Requirement.Id, Time: result.Time!))
            .ToList();
        if (running is null || ran.Count == 0)
            return null;
        var first = ran.Min(one => one.Time.Began);
        var last = ran.Max(one => one.Time.Began);
        var all = ran.Max(one => Stopwatch.GetElapsedTime(first, one.Time.Began) + one.Time.Took);
        return new(
            running.QueueTime,
            running.ImageTime,
            running.StartTime,
            all,
            Sum(ran.Select(one => one.Time.Took)),
            all - Stopwatch.GetElapsedTime(first, last),
            [
                .. ran.SelectMany(one => one.Time.Uses).GroupBy(sum => sum.Use)
                    .Select(same => new TimeSum(same.Key, same.Sum(sum => sum.Count), Sum(same.Select(sum => sum.Total))))
                    .OrderBy(sum => sum.Use),
            ],
            [
                .. ran.OrderByDescending(one => one.Time.Took).DistinctBy(one => one.Id).Take(MostNamed)
                    .Select(one => new LongCase(one.Id, Stopwatch.GetElapsedTime(first, one.Time.Began), one.Time.Took)),
            ]);
    }

    private static TimeSpan Sum(IEnumerable<TimeSpan> times) => times.Aggregate(TimeSpan.Zero, (sum, time) => sum + time);
}

/// <summary>One of the longest scenarios.</summary>
/// <param name="Id">Which.</param>
/// <param name="Began">When it began, since the beginning of the proxy's first scenario.</param>
/// <param name="Took">How long it took, its closing included.</param>
internal sealed record LongCase(string Id, TimeSpan Began, TimeSpan Took);
