using System.Globalization;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>
/// Draws an exchange as a ladder for an 80-column terminal: client, proxy and origin side by side, with time running down; below
/// each arrow what it means, with the clause, and the bytes. On a narrow terminal each arrow becomes "client 1 → proxy".
/// </summary>
public static class Ladder
{
    /// <summary>The width of the widest line, in characters, unless the terminal is narrower.</summary>
    public const int Width = 80;

    private const string Under = "           ";
    private const int Indent = 13;
    private const int Span = 28;
    // A stroke, a space, and the head.
    private const int ArrowEnds = 3;
    private const int TwoSided = 75;
    private const int Narrowest = 30;
    // Binary data is unreadable, so only a little of it is shown.
    private const int BinaryLines = 4;

    /// <summary>The line above the first rung.</summary>
    public static string Header { get; } = HeaderOf(Width);

    /// <summary>The whole drawing.</summary>
    /// <param name="events">The exchange.</param>
    /// <param name="linesPerEvent">How many lines of bytes to show for each event.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<AnnotatedEvent> events, int linesPerEvent) =>
        Draw(events, linesPerEvent).Select(line => line.Text);

    /// <summary>The lines of one event.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="linesPerEvent">How many lines of bytes to show.</param>
    public static IEnumerable<string> Lines(AnnotatedEvent happened, int linesPerEvent)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return Draw(happened, linesPerEvent, Width).Select(line => line.Text);
    }

    /// <summary>The whole drawing, with what is marked told apart.</summary>
    /// <param name="events">The exchange.</param>
    /// <param name="linesPerEvent">How many lines of bytes to show for each event.</param>
    /// <param name="width">How many characters a line may have.</param>
    public static IEnumerable<LadderLine> Draw(IReadOnlyList<AnnotatedEvent> events, int linesPerEvent, int width = Width)
    {
        ArgumentNullException.ThrowIfNull(events);
        width = Math.Clamp(width, Narrowest, Width);
        return events.Count == 0
            ? []
            : [new(HeaderOf(width), false), .. events.SelectMany(happened => Draw(happened, linesPerEvent, width))];
    }

    private static IEnumerable<LadderLine> Draw(AnnotatedEvent happened, int linesPerEvent, int width)
    {
        var isMarked = happened.Marked is not null;
        var at = happened.Event.At.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);
        var time = isMarked ? $"✗{at,8}" : $"{at,9}";
        if (happened.Event.From == happened.Event.To)
        {
            return Wrapped($"{time}  · {happened.Event.Connection}: {VisibleText.OneLine(happened.Text)}", width)
                .Select(line => new LadderLine(line, isMarked));
        }

        return
        [
            new($"{time}  {(width < TwoSided ? OneColumn(happened) : Rung(happened))}", isMarked),
            .. Meaning(happened, width).Select(line => new LadderLine(line, false)),
            .. Bytes(happened, linesPerEvent, width - Indent - 2),
        ];
    }

    private static string HeaderOf(int width) =>
        "       ms  " + (width < TwoSided ? "who to whom" : "client".PadRight(Span) + " proxy".PadRight(Span + 2) + "origin");

    private static string OneColumn(AnnotatedEvent step) =>
        $"{step.Route}{(step.Event.Kind == ExchangeKind.Opened ? ":" : "")}{Label(step)}";

    // What client and origin send each other inside TLS goes through the proxy unread.
    private static string Rung(AnnotatedEvent step)
    {
        var happened = step.Event;
        var isThrough = step.Tls == TlsPart.Inside;
        var pointsRight = happened.To > happened.From;
        var length = isThrough ? (2 * Span) + 1 : Span;
        var arrow = Arrow(Fitting($"{happened.Connection}{Label(step)}", length), pointsRight, length, isThrough ? '=' : '-');
        if (isThrough)
            return $"|{arrow}|";
        return happened.From == Party.Origin || happened.To == Party.Origin ? $"|{"",Span}|{arrow}|" : $"|{arrow}|{"",Span}|";
    }

    // Inside TLS an end is a closure alert, or it is missing.
    private static string Label(AnnotatedEvent step) => step.Event.Kind switch
    {
        ExchangeKind.Opened => " opens",
        ExchangeKind.Finished when step.HasClosureAlert is { } alert => alert ? ": alert" : ": no alert",
        ExchangeKind.Finished => ": FIN",
        ExchangeKind.Reset => ": RST",
        _ when step.Frame.Length > 0 => $": {step.Frame}",
        _ => $": {ReplyWords.Count(step.Event.Length)}",
    };

    // The side that the name begins with can be seen in the drawing, and if need be, the name is left out.
    private static string Fitting(string label, int length)
    {
        while (label.Length > length - ArrowEnds && label.Split(' ', 2) is [_, var rest])
            label = rest;
        return label;
    }

    private static string Arrow(string label, bool pointsRight, int length, char line)
    {
        var shaft = $"{line} {label} ".PadRight(length - 1, line)[..(length - 1)];
        return pointsRight ? shaft + ">" : "<" + shaft;
    }

    // A clause that fits on a line is not split: it follows the sentence, or gets its own line.
    private static List<string> Meaning(AnnotatedEvent happened, int width)
    {
        var clause = $"[{happened.Clause}]";
        var lines = Wrapped($"{Under}{VisibleText.OneLine(happened.Text)}.", width).ToList();
        if (lines[^1].Length + 1 + clause.Length <= width)
            lines[^1] += $" {clause}";
        else
            lines.AddRange(Wrapped($"{Under}{clause}", width));
        return lines;
    }

    // Words that are longer than a line are broken.
    private static IEnumerable<string> Wrapped(string text, int width)
    {
        while (text.Length > width)
        {
            var at = text.LastIndexOf(' ', width);
            if (at <= Indent)
                at = width;
            yield return text[..at].TrimEnd(' ');
            text = $"{Under}{text[at..].TrimStart(' ')}";
        }

        yield return text;
    }

    private static IEnumerable<LadderLine> Bytes(AnnotatedEvent step, int limit, int width)
    {
        var happened = step.Event;
        var lines = VisibleBytes.Lines(happened.Bytes, width, step.Marked ?? []).ToList();
        if (!VisibleBytes.IsMainlyText(happened.Bytes.Span))
            limit = Math.Min(limit, BinaryLines);

        // 1. The beginning, and if what is marked is further down, that too.
        var marked = lines.FindIndex(line => line.Under.Length > 0);
        var head = marked < limit ? limit : limit / 2;
        foreach (var line in lines.Take(head).SelectMany(Shown))
            yield return line;
        if (head < limit)
        {
            yield return new($"{"",Indent}... {marked - head} more lines", false);
            foreach (var line in lines.Skip(marked).Take(limit - head).SelectMany(Shown))
                yield return line;
            head = marked + limit - head;
        }

        // 2. What is left out.
        if (lines.Count > head)
            yield return new($"{"",Indent}... {lines.Count - head} more lines", false);
        else if (happened.Length > happened.Bytes.Length)
            yield return new($"{"",Indent}... {ReplyWords.Count(happened.Length - happened.Bytes.Length)} not kept", false);
    }

    private static IEnumerable<LadderLine> Shown((string Text, string Under) line) => line.Under.Length == 0
        ? [new($"{"",Indent}{line.Text}", false)]
        : [new($"{"",Indent}{line.Text}", true), new($"{"",Indent}{line.Under}", true)];
}
