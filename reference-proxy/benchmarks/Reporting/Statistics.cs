namespace ConformanceKit.ReferenceProxy.Benchmarks.Reporting;

/// <summary>The statistics of several rounds.</summary>
/// <param name="Median">The middle value: one bad round does not move it.</param>
/// <param name="Min">The least value.</param>
/// <param name="Max">The greatest value.</param>
/// <param name="Count">How many values there were.</param>
internal readonly record struct Statistics(double Median, double Min, double Max, int Count)
{
    /// <summary>Half the range, as a fraction of the median.</summary>
    public double Spread => Median == 0 ? 0 : (Max - Min) / 2 / Math.Abs(Median);

    /// <summary>Computes them from at least one value; the median of an even number is halfway between the middle two.</summary>
    public static Statistics Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        var median = sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Statistics(median, sorted[0], sorted[^1], sorted.Count);
    }
}
