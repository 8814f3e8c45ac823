using System.Globalization;
using System.Xml.Linq;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Reporting;

/// <summary>How one quantity develops as the number of tunnels grows: a line for each peer that has it.</summary>
internal static class LinePanel
{
    private const double Left = 20;
    private const double Right = 300;
    private const double Top = 62;
    private const double Bottom = 156;

    /// <summary>The height of a panel.</summary>
    public const double Height = 196;

    /// <summary>Draws the panel: tunnels on a logarithmic axis to the right, the quantity upwards from zero.</summary>
    public static IEnumerable<XElement> Draw(Growth growth)
    {
        // 1. The head and the axis.
        yield return Svg.Text(0, 14, $"Growth: {(growth.Quantity == "cpu" ? "CPU" : growth.Quantity)}", "title");
        yield return Svg.Text(0, 31, $"{growth.Words}, by number of tunnels", "note");
        var (least, most) = (Math.Log10(growth.Tunnels[0]), Math.Log10(growth.Tunnels[^1]));
        var greatest = growth.Points.Max(point => point.Value);
        yield return Svg.Line([(Left - 12, Bottom), (Right + 12, Bottom)], "axis");
        foreach (var tunnels in growth.Tunnels)
        {
            yield return Svg.Text(X(tunnels), Bottom + 16, tunnels.ToString("N0", CultureInfo.InvariantCulture), "note",
                "middle");
        }

        // 2. The lines: with values for the reference, and with the name at the end for the others.
        foreach (var peer in growth.Points.GroupBy(point => point.Peer))
        {
            var style = peer.Key == Report.Reference ? "reference" : "peer";
            yield return Svg.Line(peer.Select(point => (X(point.Tunnels), Y(point.Value))), $"{style}-line");
            foreach (var point in peer)
            {
                yield return Svg.Dot(X(point.Tunnels), Y(point.Value), style);
                if (style == "reference")
                    yield return Svg.Text(X(point.Tunnels), Y(point.Value) - 7, Numbers.Value(point.Value), "value", "middle");
            }
            if (style == "peer")
                yield return Svg.Text(Right + 6, Y(peer.Last().Value) + 4, peer.Key, "label");
        }

        double X(int tunnels) =>
            most > least ? Left + ((Right - Left) * (Math.Log10(tunnels) - least) / (most - least)) : (Left + Right) / 2;

        double Y(double value) => greatest > 0 ? Bottom - ((Bottom - Top) * Math.Max(0, value) / greatest) : Bottom;
    }
}
