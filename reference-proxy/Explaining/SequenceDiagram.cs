using System.Globalization;
using System.Xml.Linq;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>
/// Draws an exchange as a sequence diagram: client, proxy and origin as lifelines, with time running down. The result is an SVG
/// element for a page that has <see cref="Style"/>: it takes its colours from there, has no script, and is self-contained.
/// </summary>
public static class SequenceDiagram
{
    /// <summary>What a page with diagrams needs in its style sheet, once.</summary>
    public const string Style = """
        .ck-seq{display:block;width:100%;min-width:38rem;max-width:56rem;height:auto;font:11px ui-monospace,Menlo,Consolas,monospace}
        .ck-seq .ck-band{fill:var(--ck-tunnel,#3b82f6);fill-opacity:.14}
        .ck-seq .ck-time,.ck-seq .ck-note{opacity:.75}
        .ck-seq .ck-life{opacity:.45}
        .ck-seq .ck-2{stroke:var(--ck-second,color-mix(in srgb,currentColor 45%,#d97706))}
        .ck-seq .ck-3{stroke:var(--ck-third,color-mix(in srgb,currentColor 45%,#7c3aed))}
        """;

    /// <summary>How to read a diagram, for a reader who sees one for the first time.</summary>
    public const string Legend =
        "An arrowhead marks bytes, a bar a FIN, a cross a RST; a dashed arrow opens a connection. The shaded part is a tunnel. "
        + "Times are in milliseconds.";

    private const int DefaultMax = 60;
    private const int Client = 66;
    private const int Gap = 290;
    private const int Width = Client + (2 * Gap) + 44;
    private const int Top = 22;
    private const int Row = 24;
    private const int LabelLength = 41;
    private const int NoteLength = 92;

    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    /// <summary>The drawing, as one line of XML; empty when there is nothing to draw.</summary>
    /// <param name="events">The exchange.</param>
    /// <param name="title">What it shows, for readers who cannot see it.</param>
    /// <param name="maxEvents">How many events to draw; a longer exchange is cut in the middle.</param>
    public static string Svg(IReadOnlyList<AnnotatedEvent> events, string title, int maxEvents = DefaultMax)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (events.Count == 0)
            return "";

        var rows = Shown(events, maxEvents);
        var height = Top + (rows.Count * Row) + 14;
        var root = Element(
            "svg",
            ("class", "ck-seq"), ("role", "img"), ("viewBox", $"0 0 {Width} {height}"), ("fill", "none"),
            ("stroke", "currentColor"),
            ("font-size", 11));
        root.Add(
            new XElement(s_svg + "title", VisibleText.OneLine(title)),
            new XElement(s_svg + "desc", Description(events)),
            Bands(rows),
            Lifelines(height),
            Arrows(rows),
            Texts(rows, events.Count - rows.Count + 1));
        return root.ToString(SaveOptions.DisableFormatting);
    }

    // A null row stands for the events that are left out.
    private static List<AnnotatedEvent?> Shown(IReadOnlyList<AnnotatedEvent> events, int max)
    {
        if (events.Count <= max)
            return [.. events];
        var atEnd = max / 4;
        return [.. events.Take(max - atEnd - 1), null, .. events.TakeLast(atEnd)];
    }

    private static string Description(IReadOnlyList<AnnotatedEvent> events)
    {
        var duration = (events[^1].Event.At - events[0].Event.At).TotalMilliseconds;
        var tunnel = events.FirstOrDefault(happened => happened.BeginsTunnel) is { } begins
            ? $" A tunnel begins at {Ms(begins)} ms."
            : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"Client, proxy and origin: {events.Count} events in {duration:0.0} ms.{tunnel}");
    }

    private static IEnumerable<XElement> Bands(List<AnnotatedEvent?> rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i] is not { BeginsTunnel: true } begins)
                continue;
            var last = rows.FindLastIndex(row => row?.Tunnel == begins.Tunnel);
            yield return Element(
                "rect",
                ("class", "ck-band"), ("x", Client), ("y", Y(i)), ("width", 2 * Gap),
                ("height", Math.Max(Row / 2, Y(last) - Y(i))),
                ("fill", "currentColor"), ("fill-opacity", ".1"), ("stroke", "none"));
        }
    }

    private static XElement Lifelines(int height) => Element(
        "path", ("class", "ck-life"),
        ("d", $"M{Client} {Top}V{height}M{Client + Gap} {Top}V{height}M{Client + (2 * Gap)} {Top}V{height}"));

    // One path for each connection, so that several can be told apart, and a dashed one for its opening.
    private static IEnumerable<XElement> Arrows(List<AnnotatedEvent?> rows)
    {
        var drawn = rows.Select((row, i) => (Event: row?.Event, Y: Y(i))).Where(row => row.Event is { } e && e.From != e.To);
        foreach (var same in drawn.GroupBy(row => (Lane: Lane(row.Event!), Opens: row.Event!.Kind == ExchangeKind.Opened)))
        {
            var path = Element("path", ("class", $"ck-{same.Key.Lane}"),
                ("d", string.Concat(same.Select(row => Arrow(row.Event!, row.Y)))));
            if (same.Key.Opens)
                path.Add(new XAttribute("stroke-dasharray", "3 3"));
            yield return path;
        }
    }

    // Bytes end in an arrowhead, FIN in a bar, RST in a cross, so that nothing depends on colour.
    private static string Arrow(ExchangeEvent happened, int y)
    {
        var right = happened.To > happened.From;
        var back = right ? "-" : "";
        var shaft = $"M{X(happened.From)} {y}h{(right ? Gap : -Gap)}";
        return shaft + happened.Kind switch
        {
            ExchangeKind.Finished => $"m{back}6-6v12",
            ExchangeKind.Reset => $"m{(right ? -11 : 1)}-5l10 10m0-10l-10 10",
            _ => $"l{back}7-4m{(right ? "" : "-")}7 4l{back}7 4",
        };
    }

    private static IEnumerable<XElement> Texts(List<AnnotatedEvent?> rows, int leftOut)
    {
        var heads = Group("middle",
            Enum.GetValues<Party>().Select(party => Text(X(party), 14, party.ToString().ToLowerInvariant())));
        heads.Add(new XAttribute("font-weight", "bold"));
        yield return heads;
        var times = Group("end", rows.Select((row, i) => row is null ? null : Text(Client - 12, Y(i) + 4, Time(row))));
        times.Add(new XAttribute("class", "ck-time"));
        yield return times;
        yield return Group("middle", rows.Select((row, i) => row is { } e && e.Event.From != e.Event.To
            ? Text((X(e.Event.From) + X(e.Event.To)) / 2, Y(i) - 4, Cut(Label(e, rows), LabelLength))
            : null));
        var notes = Group("start", rows.Select((row, i) => row is null
            ? Text(Client + 8, Y(i) + 4, $"… {leftOut} more events")
            : row.Event.From == row.Event.To
            ? Text(Client + 8, Y(i) + 4, Cut($"{row.Event.Connection}: {row.Text}", NoteLength))
            : null));
        notes.Add(new XAttribute("class", "ck-note"));
        if (notes.HasElements)
            yield return notes;
    }

    private static string Label(AnnotatedEvent row, List<AnnotatedEvent?> rows)
    {
        var name = row.Event.Connection;
        var several = rows.Any(
            other => other is not null && other.Event.Connection.Split(' ')[0] == name.Split(' ')[0] && Lane(other.Event) > 1);
        return several || name.Contains('(', StringComparison.Ordinal) ? $"{name}: {row.Label}" : row.Label;
    }

    // The number in "client 2" or "origin 1 (tls)", mapped to one of three styles.
    private static int Lane(ExchangeEvent happened) =>
        happened.Connection.Split(' ') is [_, var number, ..]
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var lane)
            ? ((lane - 1) % 3) + 1
            : 1;

    private static int X(Party party) => Client + ((int)party * Gap);

    private static int Y(int row) => Top + (row * Row) + 20;

    private static string Ms(AnnotatedEvent row) => row.Event.At.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);

    // What is marked has a sign that does not depend on colour.
    private static string Time(AnnotatedEvent row) => row.Marked is null ? Ms(row) : $"✗ {Ms(row)}";

    private static string Cut(string text, int length)
    {
        var visible = VisibleText.OneLine(text);
        if (visible.Length <= length)
            return visible;
        var end = char.IsHighSurrogate(visible[length - 2]) ? length - 2 : length - 1;
        return visible[..end] + "…";
    }

    private static XElement Group(string anchor, IEnumerable<XElement?> texts)
    {
        var group = Element("g", ("text-anchor", anchor), ("fill", "currentColor"), ("stroke", "none"));
        group.Add(texts);
        return group;
    }

    private static XElement Text(int x, int y, string text)
    {
        var element = Element("text", ("x", x), ("y", y));
        element.Add(text);
        return element;
    }

    private static XElement Element(string name, params (string Name, object Value)[] attributes) =>
        new(s_svg + name, attributes.Select(attribute => new XAttribute(attribute.Name, attribute.Value)));
}
