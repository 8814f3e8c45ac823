using ConformanceKit.ReferenceProxy.Benchmarks.Load;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Reporting;

/// <summary>The goals of the reference.</summary>
internal static class Goals
{
    /// <summary>All goals. Ratios are the reference's median divided by the peer's.</summary>
    public static IReadOnlyList<Goal> All { get; } =
    [
        new("bulk-1", GoalKind.AtLeast, 1.2, "squid"),
        new("bulk-1", GoalKind.AtLeast, 1.2, "haproxy"),
        new("bulk-16", GoalKind.AtLeast, 1.7, "squid"),
        new("bulk-16", GoalKind.AtLeast, 1.7, "haproxy"),
        new("tunnels", GoalKind.AtLeast, 1.1, "squid", "apache", "tinyproxy"),
        new("tunnels", GoalKind.AtLeast, 0.7, "haproxy"),
        new("round-trip-p50", GoalKind.AtMost, 0.95, "squid"),
        new("get", GoalKind.AtLeast, 2.5, "squid"),
        new("get", GoalKind.AtLeast, 0.8, "haproxy"),
        new("bulk-1-cpu", GoalKind.AtMost, 0.7, "squid"),
        new("bulk-16-cpu", GoalKind.AtMost, 0.7, "squid"),
        .. FairWorkloads.All.SelectMany(
            load => new[] { "get", "connect" }.Select(what => new Goal($"{load.Id}-{what}-p99", GoalKind.AtMost, 50))),
        new("memory-2000", GoalKind.AtMost, 5),
        new("memory-9900", GoalKind.AtMost, 5),
        .. new[] { "h2-bulk-1", "h2-bulk-16" }.SelectMany(bulk => new Goal[]
        {
            new(bulk, GoalKind.AtLeast, 1.2, "nghttpx", "apache"),
            new(bulk, GoalKind.AtLeast, 0.8, "haproxy"),
        }),
        new("h2-tunnels", GoalKind.AtLeast, 1.2, "nghttpx"),
        new("h2-stalled-ratio", GoalKind.AtMost, 2),
        new("h2-memory-10000", GoalKind.AtMost, 6),
    ];

    /// <summary>Checks a report against the goals that it has figures for.</summary>
    public static IReadOnlyList<GoalResult> Of(Report report) => [.. All.Select(goal => goal.Of(report)).OfType<GoalResult>()];
}

/// <summary>The side of its limit that a figure must be on.</summary>
internal enum GoalKind
{
    /// <summary>At the limit or above.</summary>
    AtLeast,

    /// <summary>At the limit or below.</summary>
    AtMost,
}

/// <summary>One goal: for the ratio to the best of some peers, or for the value itself if no peer is named.</summary>
internal sealed record Goal(string Measure, GoalKind Kind, double Limit, params string[] Peers)
{
    private string Text =>
        $"{Measure} {(Kind == GoalKind.AtLeast ? "at least" : "at most")} {Numbers.Ratio(Limit)}" + Peers switch
        {
            [] => "",
            [var peer] => $" x {peer}",
            _ => $" x the best of {string.Join(", ", Peers)}",
        };

    /// <summary>Its result in a report; null if the report has none.</summary>
    public GoalResult? Of(Report report) =>
        report.Measures.FirstOrDefault(measure => measure.Measure.Id == Measure) is { } summary && Figure(summary) is { } figure
            ? new GoalResult(Text, figure, Kind == GoalKind.AtLeast ? figure >= Limit : figure <= Limit)
            : null;

    /// <summary>Returns, for several peers, the ratio that is worst for the reference: the one to the best of them.</summary>
    private double? Figure(MeasureSummary summary)
    {
        if (Peers.Length == 0)
            return summary.Peers.TryGetValue(Report.Reference, out var value) ? value.Median : null;
        var ratios = Peers.Select(summary.Ratio).OfType<double>();
        return Kind == GoalKind.AtLeast
            ? ratios.Order().Cast<double?>().FirstOrDefault()
            : ratios.Order().Cast<double?>().LastOrDefault();
    }
}

/// <summary>A goal and the measured figure.</summary>
internal sealed record GoalResult(string Goal, double Figure, bool Reached);
