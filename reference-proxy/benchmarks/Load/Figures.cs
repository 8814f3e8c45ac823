namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>The figures that several loads have.</summary>
internal static class Figures
{
    /// <summary>A gibibyte.</summary>
    public const double GiB = 1L << 30;

    /// <summary>Bytes per second, and the CPU for them.</summary>
    public static IReadOnlyList<Figure> OfBytes(string id, string what, Window window) =>
    [
        new(new(id, $"Bulk, {what}", "GiB/s", MoreIsBetter: true), window.Count / GiB),
        new(new($"{id}-cpu", $"CPU for bulk, {what}", "s/GiB", MoreIsBetter: false), window.Cpu * GiB),
    ];

    /// <summary>How many per second, and the CPU for each.</summary>
    public static IReadOnlyList<Figure> OfCount(string id, string title, string cpuTitle, Window window) =>
    [
        new(new(id, title, "1/s", MoreIsBetter: true), window.Count),
        new(new($"{id}-cpu", cpuTitle, "us", MoreIsBetter: false), window.Cpu * 1e6),
    ];

    /// <summary>The median and the 99th percentile of round trips.</summary>
    public static IReadOnlyList<Figure> Of(string id, string title, RoundTrips times) =>
    [
        new(new($"{id}-p50", $"{title}, median", "us", MoreIsBetter: false), times.Percentile(0.50)),
        new(new($"{id}-p99", $"{title}, 99 %", "us", MoreIsBetter: false), times.Percentile(0.99)),
    ];
}
