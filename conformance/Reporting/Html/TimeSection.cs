namespace ConformanceKit.Reporting.Html;

/// <summary>Where a run's time went on one proxy.</summary>
/// <param name="site">The site.</param>
/// <param name="time">The times.</param>
/// <param name="root">The way to the site's root.</param>
internal sealed class TimeSection(SiteMap site, TimeReport time, string root)
{
    /// <summary>The section.</summary>
    public Html Write() => Html.Of(
        $"""
        <h2>Where the time went</h2>
        <dl class="facts">
        <div><dt>Proxy</dt><dd>{TimeWords.Start(time)}</dd></div>
        <div><dt>Scenarios</dt><dd>{TimeWords.Scenarios(time, site.Report.Settings)}; {TimeWords.Tail(time)}</dd></div>
        {time.Uses.OrderByDescending(use => use.TotalMs).Select(Use)}
        </dl>
        <details class="panel">
        <summary><h3>The longest scenarios</h3></summary>
        <ul class="cases">{time.Longest.Select(Case)}</ul>
        </details>
        """);

    private static Html Use(TimeUseReport use) => Html.Of(
        $"<div><dt>{use.Count} × {TimeWords.Seconds(use.TotalMs / Math.Max(1, use.Count))}</dt><dd>{TimeWords.Use(use.On)}: "
        + $"{TimeWords.Seconds(use.TotalMs)}</dd></div>\n");

    private Html Case(LongCaseReport one)
    {
        var known = site.Cases.FirstOrDefault(known => known.Id == one.Id);
        var id = Html.Of($"<code>{one.Id}</code>");
        if (known is not null)
            id = Html.Of($"<a href=\"{root}{site.PageOf(known)}\">{id}</a>");
        var tail = Html.If(one.Tail, $"; <span class=\"quiet\">the run waited for it at the end</span>");
        return Html.Of(
            $"<li>{TimeWords.Seconds(one.DurationMs)}, started at {TimeWords.Seconds(one.BeganMs)} {id}{tail}</li>\n");
    }
}
