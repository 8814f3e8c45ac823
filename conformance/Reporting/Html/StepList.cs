using System.Globalization;
using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.Reporting.Html;

/// <summary>An exchange step by step: who sent what to whom, what it means, and the bytes.</summary>
/// <param name="events">The exchange.</param>
/// <param name="bytes">How many bytes to show in all.</param>
/// <param name="linked">The clauses that are already links on this page.</param>
internal sealed class StepList(IReadOnlyList<AnnotatedEvent> events, int bytes, HashSet<string> linked)
{
    private const int MostSteps = 40;
    private const int StepsAtTheEnd = 10;
    private const int LongestLine = 2000;
    private const int MostUnscrolled = 500; // longer text may scroll, and a keyboard can scroll only what it can focus

    private readonly List<(AnnotatedEvent Event, string Bytes)> _beginning = [
        .. events.Take(events.Count > MostSteps ? MostSteps - StepsAtTheEnd : MostSteps).Select(Written)];
    private readonly List<(AnnotatedEvent Event, string Bytes)> _end = [
        .. (events.Count > MostSteps ? events.TakeLast(StepsAtTheEnd) : []).Select(Written)];
    private int _perEvent;

    /// <summary>The list.</summary>
    public Html Write()
    {
        _perEvent = ByteBudget.PerEvent(_beginning.Concat(_end).Select(step => step.Bytes.Length), bytes);
        var leftOut = events.Count - _beginning.Count - _end.Count;
        var gap = Html.If(leftOut > 0, $"<li class=\"cut\">… {leftOut} more steps; the JSON report has them all</li>");
        return Html.Of($"<ol class=\"steps\">{_beginning.Select(Step)}{gap}{_end.Select(Step)}</ol>");
    }

    private Html Step((AnnotatedEvent Event, string Bytes) written)
    {
        var step = written.Event;
        var happened = step.Event;
        return Html.Of(
            $"<li><p><span>{happened.At.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture)}</span> "
            + $"<b>{Who(happened)}</b> {step.Text}{Clause(step)}</p>{Bytes(happened, written.Bytes)}</li>\n");
    }

    // The same few clauses recur: only the first of each on a page is a link, or links would make up most of the site.
    private Html Clause(AnnotatedEvent step) => Html.If(step.Clause.Length > 0,
        $" <small>{(linked.Add(step.Clause) ? ClauseLinks.Of(step.Clause) : Html.Of($"{step.Clause}"))}</small>");

    private static string Who(ExchangeEvent happened) =>
        happened.From == happened.To ? happened.Connection
        : happened.From == Party.Proxy ? $"proxy → {happened.Connection}"
        : $"{happened.Connection} → proxy";

    private Html Bytes(ExchangeEvent happened, string text)
    {
        if (happened.Length == 0)
            return Html.None;
        var shown = happened.Bytes.Length;
        if (text.Length > _perEvent)
        {
            shown = (int)((long)shown * _perEvent / text.Length);
            text = Written(happened.Bytes[..shown]);
        }
        var leftOut = happened.Length - shown;
        var focus = Html.If(text.Length > MostUnscrolled, $" tabindex=\"0\"");
        return Html.All(
        [
            Html.If(shown > 0, $"<pre{focus}>{text}</pre>"),
            Html.If(leftOut > 0, $"<p class=\"cut\">… {leftOut} more bytes</p>"),
        ]);
    }

    private static (AnnotatedEvent Event, string Bytes) Written(AnnotatedEvent step) => (step, Written(step.Event.Bytes));

    private static string Written(ReadOnlyMemory<byte> some) => string.Join('\n', VisibleBytes.Lines(some, LongestLine));
}
