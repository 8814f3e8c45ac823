namespace ConformanceKit.ReferenceProxy.Benchmarks.Reporting;

/// <summary>One measure, with the statistics of each peer that has it.</summary>
/// <param name="Workload">The load that it comes from.</param>
/// <param name="Measure">The measure.</param>
/// <param name="Peers">The peers that have values, by name.</param>
internal sealed record MeasureSummary(string Workload, Measure Measure, IReadOnlyDictionary<string, Statistics> Peers)
{
    /// <summary>The ratio, always the reference's median divided by the peer's; null if one of them is missing.</summary>
    public double? Ratio(string peer) =>
        peer != Report.Reference && Peers.TryGetValue(Report.Reference, out var reference)
        && Peers.TryGetValue(peer, out var other) && other.Median != 0
            ? reference.Median / other.Median
            : null;

    /// <summary>Whether a ratio means that the reference is better.</summary>
    public bool ReferenceIsBetter(double ratio) => Measure.MoreIsBetter ? ratio > 1 : ratio < 1;
}
