using System.Globalization;
using ConformanceKit.ReferenceProxy.Explaining;

namespace ConformanceKit.Reporting.Html;

/// <summary>An exchange step by step: who sent what to whom, what it means, and the bytes.</summary>
/// <param name="events">The exchange.</param>
/// <param name="bytes">How many bytes to show in all.</param>
/// <param name="linked">The clauses that are already links on this page.</param>
internal sealed class StepList(IReadOnlyList<AnnotatedEvent> events, int bytes, HashSet<string> linked)
{
    private const int MostSteps = 40;
    private const int StepsAtTheEnd = 10;
    private const int MostMarked = 200;
    private const int MostUnscrolled = 500; // longer text may scroll, and a keyboard can scroll only what it can focus

    private readonly List<(int Place, AnnotatedEvent Event, string Bytes)> _steps = [.. Chosen(events)
        .Select(place => (place, events[place], MarkedBytes.Text(events[place].Event.Bytes)))];
    private int _perEvent;

    /// <summary>The list.</summary>
    public Html Write()
    {
        _perEvent = ByteBudget.PerEvent(_steps.Select(step => step.Bytes.Length), bytes);
        var before = _steps.Select(step => step.Place).Prepend(-1);
        return Html.Of($"<ol class=\"steps\">{_steps.Zip(before, (step, last) => Gap(step.Place - last - 1, step))}</ol>");
    }

    // The beginning, the end, and what breaks the requirement.
    private static IEnumerable<int> Chosen(IReadOnlyList<AnnotatedEvent> events) => Enumerable.Range(0, events.Count)
        .Where(place => events.Count <= MostSteps
            || place < MostSteps - StepsAtTheEnd
            || place >= events.Count - StepsAtTheEnd
            || events[place].Marked is not null);

    private Html Gap(int leftOut, (int Place, AnnotatedEvent Event, string Bytes) step) => Html.All(
    [
        Html.If(leftOut > 0, $"<li class=\"cut\">… {leftOut} more steps; the JSON report has them all</li>"),
        Step(step.Event, step.Bytes),
    ]);

    private Html Step(AnnotatedEvent step, string text)
    {
        var at = step.Event.At.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);
        var broken = Html.If(step.Marked is not null, $" class=\"broken\"");
        return Html.Of(
            $"<li{broken}><p><span>{at}</span> "
            + $"<b>{step.Route}</b> {step.Text}{Clause(step)}{Here(step)}</p>{Bytes(step, text)}</li>\n");
    }

    // The same few clauses recur: only the first of each on a page is a link, or links would make up most of the site.
    private Html Clause(AnnotatedEvent step) => Html.If(step.Clause.Length > 0,
        $" <small>{(linked.Add(step.Clause) ? ClauseLinks.Of(step.Clause) : Html.Of($"{step.Clause}"))}</small>");

    private static Html Here(AnnotatedEvent step) =>
        Html.If(step.Marked is not null, $" <strong class=\"here\">✗ here it breaks the requirement</strong>");

    private Html Bytes(AnnotatedEvent step, string text)
    {
        var happened = step.Event;
        if (happened.Length == 0)
            return Html.None;
        var kept = happened.Bytes.Length;
        var shown = text.Length > _perEvent ? (int)((long)kept * _perEvent / text.Length) : kept;

        // What is marked is shown even where the beginning is all there is room for.
        var first = step.Marked is [var range, ..] ? range.Start.Value : 0;
        var later = first < shown || first >= kept ? shown..shown : first..Math.Min(kept, first + Math.Max(MostMarked, shown));
        var laterLength = later.End.Value - later.Start.Value;
        return Html.All(
        [
            Html.If(shown > 0, $"<pre{Focus(text.Length)}>{MarkedBytes.Of(step, 0..shown)}</pre>"),
            LeftOut(later.Start.Value - shown),
            Html.If(laterLength > 0, $"<pre{Focus(laterLength)}>{MarkedBytes.Of(step, later)}</pre>"),
            LeftOut(happened.Length - later.End.Value),
        ]);
    }

    private static Html Focus(int length) => Html.If(length > MostUnscrolled, $" tabindex=\"0\"");

    private static Html LeftOut(long bytes) => Html.If(bytes > 0, $"<p class=\"cut\">… {bytes} more bytes</p>");
}
