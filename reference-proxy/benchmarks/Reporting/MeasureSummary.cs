namespace ConformanceKit.ReferenceProxy.Benchmarks.Reporting;

/// <summary>What one measure says about each peer that has it.</summary>
/// <param name="Workload">The load that took it.</param>
/// <param name="Measure">The measure.</param>
/// <param name="Peers">Each peer that has values, by its name.</param>
internal sealed record MeasureSummary(string Workload, Measure Measure, IReadOnlyDictionary<string, Statistics> Peers)
{
    /// <summary>The one convention: the reference's median divided by the peer's; null where one of them is missing.</summary>
    public double? Ratio(string peer) =>
        peer != Report.Reference && Peers.TryGetValue(Report.Reference, out var reference)
        && Peers.TryGetValue(peer, out var other) && other.Median != 0
            ? reference.Median / other.Median
            : null;

    /// <summary>Whether a ratio says that the reference is the better one.</summary>
    public bool ReferenceIsBetter(double ratio) => Measure.MoreIsBetter ? ratio > 1 : ratio < 1;
}
