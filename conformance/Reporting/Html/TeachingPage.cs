using ConformanceKit.Evidence;
using ConformanceKit.Model;
using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.Running.Cases;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Reporting.Html;

/// <summary>A page that teaches: the idea, and then exchanges that were recorded when the page was made.</summary>
/// <param name="site">The site.</param>
/// <param name="lessons">What to teach.</param>
internal sealed class TeachingPage(SiteMap site, Lessons lessons)
{
    private const int BytesShown = 6_000;

    private readonly SiteNames _anchors = new(PageLayout.Main);

    /// <summary>The page.</summary>
    public string Write() => new PageLayout(site, "").Write(lessons.Page.Title, lessons.Page.Address, Html.Of(
        $"""
        <h1>{lessons.Page.Title}</h1>
        {Paragraphs(lessons.Plan.Introduction)}
        <p class="quiet">Every exchange below went over a real network connection when this page was made: between
        {lessons.Page.Between}.</p>
        <p class="quiet">{SequenceDiagram.Legend}</p>
        <nav aria-label="Exchanges"><ol class="lessons">{lessons.All.Select(Link)}</ol></nav>
        {lessons.All.Select(Lesson)}
        <section class="lesson"><h2>Not shown here</h2>
        {Paragraphs(lessons.Plan.Closing)}
        </section>
        """));

    private static IEnumerable<Html> Paragraphs(IReadOnlyList<string> texts) =>
        texts.Select(text => Html.Of($"<p class=\"lead\">{ClauseLinks.Of(text)}</p>\n"));

    private Html Link(Lesson lesson) => Html.Of($"<li><a href=\"#{Anchor(lesson)}\">{lesson.Plan.Title}</a></li>");

    private Html Lesson(Lesson lesson) => Html.Of(
        $"""
        <section id="{Anchor(lesson)}" class="lesson">
        <h2>{lesson.Plan.Title}</h2>
        <p>{ClauseLinks.Of(lesson.Plan.Text)}</p>
        {(lesson.Scenario.Verdict == Verdict.NotApplicable ? NotRecorded(lesson) : Recorded(lesson))}
        {Html.If(lesson.Plan.Comparison is not null, $"{Table(lesson.Plan.Comparison)}")}
        {ShellCommand.Of(lesson.Scenario.Reproduce)}
        {lesson.Plan.Exercises.Select(Exercise)}
        </section>

        """);

    // A port below 1024, for instance, can be closed to whoever made the page.
    private static Html NotRecorded(Lesson lesson) => Html.Of(
        $"<p class=\"reason\">The exchange could not be recorded where this page was made: {lesson.Scenario.Reason}</p>");

    private static Html Recorded(Lesson lesson)
    {
        var events = Exchanges.Annotated(lesson.Scenario.Evidence);
        return Html.Of(
            $"""
            <div class="diagram">
            {Html.Raw(SequenceDiagram.Html(events, lesson.Plan.Title))}
            </div>
            {VerdictOf(lesson)}
            <details class="panel"><summary><h3>Step by step, with the bytes</h3></summary>
            {new StepList(events, BytesShown, []).Write()}</details>
            """);
    }

    // On a narrow screen the cells of a row are one below the other, each with the name of its column.
    private static Html Table(Comparison? comparison) => comparison is null ? Html.None : Html.Of(
        $"""
        <table class="comparison">
        <caption>{comparison.Title}</caption>
        <thead><tr><td></td>{comparison.Columns.Select(name => Html.Of($"<th scope=\"col\">{name}</th>"))}</tr></thead>
        <tbody>
        {comparison.Rows.Select(row => Html.Of(
            $"""
            <tr><th scope="row">{row[0]}</th>{row.Skip(1).Zip(comparison.Columns, (cell, name) =>
                Html.Of($"<td><b>{name}: </b>{ClauseLinks.Of(cell)}</td>"))}</tr>

            """))}
        </tbody>
        </table>
        """);

    private Html Exercise(Exercise exercise) => Html.Of(
        $"""
        <p><strong>Try it:</strong> {ClauseLinks.Of(exercise.Task)}</p>
        {ShellCommand.Of($"{site.Program.Command} {exercise.Command}")}

        """);

    // The lesson of a mutant is that the suite notices.
    private static Html VerdictOf(Lesson lesson) =>
        Html.If(lesson.Plan.Proxy.StartsWith(KnownProxies.MutantPrefix, StringComparison.Ordinal),
        $"<p class=\"reason\">{VerdictMarks.Badge(lesson.Scenario.Verdict)} {lesson.Scenario.Reason}</p>");

    private string Anchor(Lesson lesson) => _anchors.Of(lesson.Plan.Title.ToLowerInvariant());
}
