namespace ConformanceKit.ReferenceProxy.Benchmarks.Reporting;

/// <summary>What several rounds say together.</summary>
/// <param name="Median">The value in the middle: one bad round does not move it.</param>
/// <param name="Min">The least.</param>
/// <param name="Max">The greatest.</param>
/// <param name="Count">Of how many values.</param>
internal readonly record struct Statistics(double Median, double Min, double Max, int Count)
{
    /// <summary>Half of the way from the least to the greatest, as a part of the median.</summary>
    public double Spread => Median == 0 ? 0 : (Max - Min) / 2 / Math.Abs(Median);

    /// <summary>Of at least one value; of an even number, the median is between the two in the middle.</summary>
    public static Statistics Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        var median = sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Statistics(median, sorted[0], sorted[^1], sorted.Count);
    }
}
