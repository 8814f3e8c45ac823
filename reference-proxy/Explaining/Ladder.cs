using System.Globalization;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>
/// Draws an exchange as a ladder for an 80-column terminal: client, proxy and origin side by side, with time running down; below
/// each arrow what it means, with the clause, and the bytes.
/// </summary>
public static class Ladder
{
    /// <summary>The width of the widest line, in characters.</summary>
    public const int Width = 80;

    private const string Under = "           ";
    private const int Indent = 13;
    private const int Span = 28;
    // Binary data is unreadable, so only a little of it is shown.
    private const int BinaryLines = 4;
    private const int BytesWidth = Width - Indent - 2;

    /// <summary>The line above the first rung.</summary>
    public static string Header { get; } = "       ms  " + "client".PadRight(Span) + " proxy".PadRight(Span + 2) + "origin";

    /// <summary>The whole drawing.</summary>
    /// <param name="events">The exchange.</param>
    /// <param name="linesPerEvent">How many lines of bytes to show for each event.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<AnnotatedEvent> events, int linesPerEvent)
    {
        ArgumentNullException.ThrowIfNull(events);
        return events.Count == 0 ? [] : [Header, .. events.SelectMany(happened => Lines(happened, linesPerEvent))];
    }

    /// <summary>The lines of one event.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="linesPerEvent">How many lines of bytes to show.</param>
    public static IEnumerable<string> Lines(AnnotatedEvent happened, int linesPerEvent)
    {
        ArgumentNullException.ThrowIfNull(happened);
        var at = happened.Event.At.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);
        if (happened.Event.From == happened.Event.To)
            return Wrapped($"{at,9}  · {happened.Event.Connection}: {VisibleText.OneLine(happened.Text)}");
        return
        [
            $"{at,9}  {Rung(happened)}",
            .. Meaning(happened),
            .. Bytes(happened.Event, linesPerEvent),
        ];
    }

    // What client and origin send each other inside TLS goes through the proxy unread.
    private static string Rung(AnnotatedEvent step)
    {
        var happened = step.Event;
        var isInside = step.Tls == TlsPart.Inside;
        var isThrough = isInside && happened.From != Party.Proxy;
        var pointsRight = happened.To > happened.From;
        var arrow = Arrow(
            $"{happened.Connection}{Label(happened)}", pointsRight, isThrough ? (2 * Span) + 1 : Span, isInside ? '=' : '-');
        if (isThrough)
            return $"|{arrow}|";
        return happened.From == Party.Origin || happened.To == Party.Origin ? $"|{"",Span}|{arrow}|" : $"|{arrow}|{"",Span}|";
    }

    private static string Label(ExchangeEvent happened) => happened.Kind switch
    {
        ExchangeKind.Opened => " opens",
        ExchangeKind.Finished => ": FIN",
        ExchangeKind.Reset => ": RST",
        _ => $": {ReplyWords.Count(happened.Length)}",
    };

    private static string Arrow(string label, bool pointsRight, int length, char line)
    {
        var shaft = $"{line} {label} ".PadRight(length - 1, line)[..(length - 1)];
        return pointsRight ? shaft + ">" : "<" + shaft;
    }

    // A clause that fits on a line is not split: it follows the sentence, or gets its own line.
    private static List<string> Meaning(AnnotatedEvent happened)
    {
        var clause = $"[{happened.Clause}]";
        var lines = Wrapped($"{Under}{VisibleText.OneLine(happened.Text)}.").ToList();
        if (lines[^1].Length + 1 + clause.Length <= Width)
            lines[^1] += $" {clause}";
        else
            lines.AddRange(Wrapped($"{Under}{clause}"));
        return lines;
    }

    // Words that are longer than a line are broken.
    private static IEnumerable<string> Wrapped(string text)
    {
        while (text.Length > Width)
        {
            var at = text.LastIndexOf(' ', Width);
            if (at <= Indent)
                at = Width;
            yield return text[..at].TrimEnd(' ');
            text = $"{Under}{text[at..].TrimStart(' ')}";
        }

        yield return text;
    }

    private static IEnumerable<string> Bytes(ExchangeEvent happened, int limit)
    {
        var lines = VisibleBytes.Lines(happened.Bytes, BytesWidth).ToList();
        if (!VisibleBytes.IsMainlyText(happened.Bytes.Span))
            limit = Math.Min(limit, BinaryLines);
        foreach (var line in lines.Take(limit))
            yield return $"{"",Indent}{line}";
        if (lines.Count > limit)
            yield return $"{"",Indent}... {lines.Count - limit} more lines";
        else if (happened.Length > happened.Bytes.Length)
            yield return $"{"",Indent}... {ReplyWords.Count(happened.Length - happened.Bytes.Length)} not kept";
    }
}
