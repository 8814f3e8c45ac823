using System.Globalization;
using System.Xml.Linq;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>
/// Draws an exchange as a sequence diagram: client, proxy and origin as lifelines, with time running down. The result is an HTML
/// element for a page that has <see cref="Style"/>: it is as wide as its place, and what does not fit on an arrow wraps.
/// </summary>
public static class SequenceDiagram
{
    /// <summary>What a page with diagrams needs in its style sheet, once.</summary>
    public const string Style = DiagramStyle.Css;

    /// <summary>How to read a diagram, for a reader who sees one for the first time.</summary>
    public const string Legend =
        "An arrowhead marks bytes, a bar a FIN or the closure alert of TLS, a cross a RST. A dashed arrow opens a connection; with a cross, it is a dial "
        + "that failed, as the proxy itself reports it. The shaded part is a tunnel. Thick lines are the ends of TLS; what is "
        + "inside TLS from end to end passes the proxy in one arrow, unread. Times are in milliseconds.";

    private const int DefaultMax = 60;
    private const int LabelLength = 90;
    private const int NoteLength = 160;

    /// <summary>The drawing, as one line of HTML; empty when there is nothing to draw.</summary>
    /// <param name="events">The exchange.</param>
    /// <param name="title">What it shows, for readers who cannot see it.</param>
    /// <param name="maxRows">How many rows to draw; a longer exchange is cut in the middle.</param>
    public static string Html(IReadOnlyList<AnnotatedEvent> events, string title, int maxRows = DefaultMax)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (events.Count == 0)
            return "";

        // 1. The names of the lifelines.
        var root = new XElement("div", Class("ck-seq"), new XAttribute("role", "img"),
            new XAttribute("aria-label", $"{VisibleText.OneLine(title)}. {Description(events)}"),
            new XElement("div", Class("ck-who"), Text("client", "c"), Text("proxy", "o"), Text("origin", "o")));

        // 2. The rows; of a long exchange only the first, the last, and those in between that are marked.
        var rows = DiagramRows.Of(events);
        var bands = DiagramBands.Of(rows);
        var atEnd = maxRows / 4;
        var (begin, end) = rows.Count <= maxRows ? (rows.Count, rows.Count) : (maxRows - atEnd - 1, rows.Count - atEnd);
        var next = 0;
        foreach (var place in Enumerable.Range(0, rows.Count).Where(at => at < begin || at >= end || rows[at].IsMarked))
        {
            if (place > next)
                root.Add(new XElement("div", Text($"… {place - next} more events", "w note")));
            root.Add(Row(rows[place], bands[place]));
            next = place + 1;
        }

        return root.ToString(SaveOptions.DisableFormatting);
    }

    private static string Description(IReadOnlyList<AnnotatedEvent> events)
    {
        var duration = (events[^1].Event.At - events[0].Event.At).TotalMilliseconds;
        var tunnel = events.FirstOrDefault(happened => happened.BeginsTunnel) is { } begins
            ? $" A tunnel begins at {Ms(begins.Event.At)} ms."
            : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"Client, proxy and origin: {events.Count} events in {duration:0.0} ms.{tunnel}");
    }

    private static XElement Row(DiagramRow row, string band) => new("div",
        band.Length > 0 ? Class(band) : null,
        row.At is { } at ? new XElement("i", Ms(at)) : null,
        Text(
            (row.IsMarked ? "✗ " : "") + Cut(row.Label, row.From == row.To ? NoteLength : LabelLength),
            (row.From == row.To ? Remark(row) : Arrow(row)) + (row.IsMarked ? " here" : "")));

    private static string Remark(DiagramRow row) => row.From switch
    {
        Party.Client => "c note",
        Party.Proxy => "w note",
        _ => "o note",
    };

    // Bytes end in an arrowhead, FIN in a bar, RST in a cross, and what is marked has a sign, so that nothing depends on colour.
    private static string Arrow(DiagramRow row)
    {
        var lane = row.IsThrough ? "w s" : row.IsOnClientSide ? "c" : "o";
        var direction = row.To > row.From ? " r" : " l";
        var end = row.Kind switch { ExchangeKind.Finished => " fin", ExchangeKind.Reset => " rst", _ => "" };
        return lane + direction + end + (row.Opens ? " open" : "") + (row.Style > 1 ? $" n{row.Style}" : "");
    }

    private static XElement Text(string text, string classes) => new("b", Class(classes), text);

    private static XAttribute Class(string names) => new("class", names);

    private static string Ms(TimeSpan at) => at.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Cut(string text, int length)
    {
        var visible = VisibleText.OneLine(text);
        if (visible.Length <= length)
            return visible;
        var end = char.IsHighSurrogate(visible[length - 2]) ? length - 2 : length - 1;
        return visible[..end] + "…";
    }
}
