using System.Xml.Linq;
using ConformanceKit.Model;
using ConformanceKit.ReferenceProxy.Explaining;

namespace ConformanceKit.Reporting;

/// <summary>The report as a small picture for a README: the counts in words, and a colour for those who can see it.</summary>
internal static class BadgeReport
{
    private const string Subject = "CONNECT conformance";
    private const int RowHeight = 20;
    private const int Margin = 6;
    private const int MostOfName = 60;
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    /// <summary>Writes the badge: a row for each proxy.</summary>
    public static string Write(Report report)
    {
        // 1. The words.
        var rows = report.Proxies.Select(proxy => (Label: Label(report, proxy), Counts: Counts(proxy), Colour: Colour(proxy)))
            .ToList();
        var isOnly = report.Proxies.Count == 1;
        var title = $"{Subject}: {string.Join("; ", rows.Select(row => isOnly ? row.Counts : $"{row.Label}: {row.Counts}"))}";

        // 2. How wide they are.
        var labels = rows.Select(row => Width(row.Label)).DefaultIfEmpty(0).Max();
        var counts = rows.Select(row => Width(row.Counts)).DefaultIfEmpty(0).Max();

        // 3. The picture.
        var picture = new XElement(
            s_svg + "svg",
            new XAttribute("width", labels + counts),
            new XAttribute("height", Math.Max(1, rows.Count) * RowHeight),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", title),
            new XElement(s_svg + "title", title),
            rows.SelectMany((row, index) => Row(row.Label, row.Counts, row.Colour, index * RowHeight, labels, counts)));
        return picture.ToString(SaveOptions.DisableFormatting) + "\n";
    }

    private static IEnumerable<XElement> Row(string label, string counts, string colour, int top, int labelWidth, int countsWidth)
    {
        yield return Box(0, top, labelWidth, "#444");
        yield return Box(labelWidth, top, countsWidth, colour);
        yield return Words(label, labelWidth / 2.0, top);
        yield return Words(counts, labelWidth + (countsWidth / 2.0), top);
    }

    private static XElement Box(int left, int top, int width, string colour) => new(
        s_svg + "rect",
        new XAttribute("x", left), new XAttribute("y", top), new XAttribute("width", width), new XAttribute("height", RowHeight),
        new XAttribute("fill", colour));

    private static XElement Words(string text, double middle, int top) => new(
        s_svg + "text",
        new XAttribute("x", middle), new XAttribute("y", top + 14), new XAttribute("fill", "#fff"),
        new XAttribute("text-anchor", "middle"),
        new XAttribute("font-family", "Verdana,DejaVu Sans,sans-serif"), new XAttribute("font-size", 11),
        text);

    private static string Label(Report report, ProxyReport proxy) =>
        report.Proxies.Count == 1 ? Subject : VisibleText.OneLine(VisibleText.Cut(ProxyNames.WithVersion(proxy), MostOfName));

    private static string Counts(ProxyReport proxy)
    {
        (Verdict Verdict, string Word)[] shown =
            [(Verdict.Pass, "pass"), (Verdict.Fail, "fail"), (Verdict.Warning, "warn"), (Verdict.Blocked, "blocked"),
                (Verdict.HarnessError, "error")];
        return string.Join(", ", shown
            .Select(entry => (entry.Word, Count: Count(proxy, entry.Verdict)))
            .Where(entry => entry.Count > 0 || entry.Word == "pass")
            .Select(entry => $"{entry.Count} {entry.Word}"));
    }

    // White text has a contrast of at least 4.5 to 1 on each of them.
    private static string Colour(ProxyReport proxy) =>
        Count(proxy, Verdict.HarnessError) > 0 ? "#6a1b9a"
        : Count(proxy, Verdict.Fail) + Count(proxy, Verdict.Blocked) > 0 ? "#b71c1c"
        : Count(proxy, Verdict.Warning) > 0 ? "#7a5c00"
        : "#1b6e20";

    private static int Count(ProxyReport proxy, Verdict verdict) =>
        proxy.Scenarios.Count(scenario => scenario.Verdict == verdict);

    // The reader's font is unknown: this is about the width of Verdana at 11 pixels, by three classes of letters.
    private static int Width(string text) => (2 * Margin) + (int)Math.Ceiling(text.Sum(character => character switch
    {
        ' ' or '.' or ',' or ':' or '(' or ')' or 'i' or 'j' or 'l' or 't' or 'f' or 'r' or 'I' => 4.8,
        'm' or 'w' or >= 'A' and <= 'Z' or > '~' => 9.2,
        _ => 7.2,
    }));
}
