using System.Text.Json;
using ConformanceKit.Running.Timing;

namespace ConformanceKit.Reporting;

/// <summary>Where the wall time of a run went on one proxy.</summary>
internal sealed record TimeReport(
    double ImageMs,
    double StartMs,
    double ScenariosMs,
    double BusyMs,
    double TailMs,
    IReadOnlyList<TimeUseReport> Uses,
    IReadOnlyList<LongCaseReport> Longest,
    double QueueMs = 0)
{
    /// <summary>The report of what a run recorded, or null where it recorded nothing.</summary>
    public static TimeReport? Of(ProxyTime? time) => time is null ? null : new(
        Ms(time.Image),
        Ms(time.Start),
        Ms(time.Scenarios),
        Ms(time.Busy),
        Ms(time.Tail),
        [.. time.Uses.Select(
            sum => new TimeUseReport(JsonNamingPolicy.KebabCaseLower.ConvertName(sum.Use.ToString()), sum.Count, Ms(sum.Total)))],
        [.. time.Longest.Select(
            one => new LongCaseReport(one.Id, Ms(one.Began), Ms(one.Took), one.Began + one.Took > time.Scenarios - time.Tail))],
        Ms(time.Queue));

    /// <summary>Joins what several runs report about one proxy.</summary>
    /// <returns>The sums, and the longest scenarios of all; null if one reports no times: the sums would lack them.</returns>
    public static TimeReport? Join(IReadOnlyList<TimeReport?> parts)
    {
        if (parts is [var only])
            return only;
        var all = parts.OfType<TimeReport>().ToList();
        return all.Count < parts.Count ? null : new(
            Ms(all.Sum(part => part.ImageMs)),
            Ms(all.Sum(part => part.StartMs)),
            Ms(all.Sum(part => part.ScenariosMs)),
            Ms(all.Sum(part => part.BusyMs)),
            Ms(all.Sum(part => part.TailMs)),
            [
                .. all.SelectMany(part => part.Uses).GroupBy(use => use.On)
                    .Select(same => new TimeUseReport(same.Key, same.Sum(use => use.Count), Ms(same.Sum(use => use.TotalMs)))),
            ],
            [.. all.SelectMany(part => part.Longest).OrderByDescending(one => one.DurationMs).Take(ProxyTime.MostNamed)],
            Ms(all.Sum(part => part.QueueMs)));
    }

    private static double Ms(TimeSpan time) => Ms(time.TotalMilliseconds);

    private static double Ms(double milliseconds) => Math.Round(milliseconds, 1);
}

/// <summary>How often and how long the scenarios' time was spent on one use.</summary>
internal sealed record TimeUseReport(string On, int Count, double TotalMs);

/// <summary>One of the scenarios that took longest.</summary>
internal sealed record LongCaseReport(string Id, double BeganMs, double DurationMs, bool Tail);
