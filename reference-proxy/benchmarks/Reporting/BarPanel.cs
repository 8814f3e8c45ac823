using System.Xml.Linq;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Reporting;

/// <summary>
/// One measure as bars from zero, one for each peer: as long as the median, with a thin line from minimum to maximum.
/// </summary>
internal static class BarPanel
{
    private const double First = 44;
    private const double Step = 20;
    private const double Labels = 92;
    private const double Longest = 134;

    /// <summary>The height of a panel for that many peers.</summary>
    public static double Height(int peers) => First + (peers * Step) + 24;

    /// <summary>Draws the panel.</summary>
    public static IEnumerable<XElement> Draw(MeasureSummary measure, IReadOnlyList<PeerVersion> peers)
    {
        yield return Svg.Text(0, 14, measure.Measure.Title, "title");
        yield return Svg.Text(0, 31, measure.Measure.Words, "note");
        var greatest = measure.Peers.Values.Max(statistics => statistics.Max);
        var scale = greatest > 0 ? Longest / greatest : 0;
        foreach (var (row, peer) in peers.Index())
        {
            var (top, style) = (First + (row * Step), peer.Name == Report.Reference ? "reference" : "peer");
            yield return Svg.Text(Labels - 8, top + 12, peer.Name, $"label {style}-label", "end");
            if (!measure.Peers.TryGetValue(peer.Name, out var statistics))
            {
                yield return Svg.Text(Labels, top + 12, "-", "value");
                continue;
            }
            yield return Svg.Rectangle(Labels, top, Math.Max(1, Length(statistics.Median)), 15, style);
            yield return Svg.Line([(Labels + Length(statistics.Min), top + 7.5), (Labels + Length(statistics.Max), top + 7.5)],
                "range");
            var ratio = measure.Ratio(peer.Name) is { } known ? $" ({Numbers.Ratio(known)})" : "";
            yield return Svg.Text(Labels + Length(statistics.Max) + 5, top + 12, $"{Numbers.Value(statistics.Median)}{ratio}",
                "value");
        }

        double Length(double value) => Math.Max(0, value) * scale;
    }
}
