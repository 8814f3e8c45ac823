using System.Xml.Linq;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Reporting;

/// <summary>
/// The chart: a panel for each measure, with all peers. It has no script, and is light or dark as the reader prefers.
/// </summary>
internal static class SvgChart
{
    private const double Margin = 24;
    private const double Head = 92;
    private const double PanelWidth = 360;
    private const int Columns = 3;
    private const double Width = (2 * Margin) + (Columns * PanelWidth);

    private const string Style = """
        svg{font:12px system-ui,sans-serif}
        .back{fill:#fff} text{fill:#1f2937} .note,.label{fill:#4b5563} .title{font-weight:600;font-size:14px} .value{font-size:11px;paint-order:stroke;stroke:#fff;stroke-width:3px}
        .reference{fill:#2563eb} .peer{fill:#a8b0bc} .reference-label{fill:#2563eb;font-weight:600}
        .range,.axis{stroke:#1f2937;stroke-width:1} .reference-line{fill:none;stroke:#2563eb;stroke-width:2} .peer-line{fill:none;stroke:#a8b0bc;stroke-width:1.5}
        @media (prefers-color-scheme:dark){
        .back{fill:#0d1117} text{fill:#e6edf3} .note,.label{fill:#9da7b3} .value{stroke:#0d1117}
        .reference{fill:#58a6ff} .peer{fill:#768390} .reference-label{fill:#58a6ff}
        .range,.axis{stroke:#e6edf3} .reference-line{stroke:#58a6ff} .peer-line{stroke:#768390}
        }
        """;

    /// <summary>Draws the chart.</summary>
    public static string Write(Report report)
    {
        // 1. The panels: bars where there is something to compare, lines for what grows.
        var bars = report.Measures.Where(measure => !Growth.Has(measure.Measure) && measure.Peers.Count > 1)
            .Select(measure => BarPanel.Draw(measure, report.Peers)).ToList();
        var lines = Growth.Of(report.Measures).Select(LinePanel.Draw).ToList();
        var barHeight = BarPanel.Height(report.Peers.Count);
        var linesFrom = Head + (Rows(bars.Count) * barHeight);
        var height = linesFrom + (Rows(lines.Count) * LinePanel.Height) + Margin;

        // 2. The drawing.
        const string title = "The reference proxy and its peers";
        var root = Svg.Element("svg", new XAttribute("viewBox", $"0 0 {Svg.Number(Width)} {Svg.Number(height)}"),
            new XAttribute("role", "img"));
        root.Add(
            Svg.Element("title", title),
            Svg.Element("style", Style),
            Svg.Rectangle(0, 0, Width, height, "back"),
            Svg.Text(Margin, 32, title, "title"),
            Svg.Text(Margin, 50, $"{report.Machine}", "note"),
            Svg.Text(Margin, 68, $"Medians of {report.RoundsInWords}, from minimum to maximum; "
                + "in parentheses the reference's median divided by the peer's.", "note"),
            Placed(bars, Head, barHeight),
            Placed(lines, linesFrom, LinePanel.Height));
        return root.ToString(SaveOptions.DisableFormatting) + "\n";
    }

    private static int Rows(int panels) => (panels + Columns - 1) / Columns;

    private static IEnumerable<XElement> Placed(IEnumerable<IEnumerable<XElement>> panels, double top,
        double height) => panels.Select(
        (panel, i) => Svg.At(Margin + (i % Columns * PanelWidth), top + (i / Columns * height), panel));
}
