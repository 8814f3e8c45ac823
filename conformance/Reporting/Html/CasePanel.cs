using ConformanceKit.Wire;

namespace ConformanceKit.Reporting.Html;

/// <summary>
/// What one case found on one proxy: the verdict, the exchange as a diagram and step by step, the log, and how to run it again.
/// </summary>
/// <param name="site">The site.</param>
/// <param name="on">The case and the proxy.</param>
/// <param name="bytes">How many bytes to show.</param>
/// <param name="linked">The clauses that are already links on this page.</param>
internal sealed class CasePanel(SiteMap site, CaseOnProxy on, int bytes, HashSet<string> linked)
{
    private readonly ScenarioReport _scenario = on.Scenario;
    private readonly IReadOnlyList<TranscriptEvent> _evidence = [.. on.Scenario.Evidence]; // every enumeration reads it again
    private readonly string _name = ProxyNames.Shown(on.Proxy.Name);

    /// <summary>The panel.</summary>
    /// <param name="isOpen">Whether it is open initially.</param>
    public Html Write(bool isOpen) => Html.Of(
        $"""
        <details class="panel" id="{site.AnchorOf(on.Proxy)}"{(isOpen ? " open" : "")}>
        <summary><h3>{_name} <span class="version">{on.Proxy.Version}</span></h3>
        {VerdictMarks.Badge(_scenario.Verdict)}</summary>
        {Html.If(_scenario.Reason.Length > 0, $"<p class=\"reason\">{_scenario.Reason}{ReasonId()}</p>")}
        {BaselineNote.Of(_scenario)}
        {Html.If(_scenario.Flaky.Length > 0, $"<p class=\"note drift\">Differs from round to round: {_scenario.Flaky}.</p>")}
        {Html.If(_scenario.Repeated is not null, $"<p class=\"note\">It was {_scenario.Repeated}.</p>")}
        {Html.If(_scenario.Detail.Length > 0, $"<details>{Detail()}</details>")}
        {Exchange()}
        {LogLines()}
        <h4>Run it again</h4>
        {ShellCommand.Of(_scenario.Reproduce)}
        <p class="quiet">Took {Durations.Milliseconds(_scenario.DurationMs)}.
        <a href="../{site.PageOf(on.Proxy)}">All about {_name}</a></p>
        </details>

        """);

    private Html ReasonId() =>
        Html.If(_scenario.ReasonId.Length > 0, $" <small>(<code>{_scenario.ReasonId}</code>)</small>");

    private Html Detail() =>
        Html.Of($"<summary>Where the harness went wrong</summary><pre tabindex=\"0\">{_scenario.Detail}</pre>");

    private Html Exchange() => _evidence.Count == 0
        ? Html.Of($"<p class=\"quiet\">Nothing went over the wire.</p>")
        : ExchangeSection.Of(_evidence, _scenario.Broken, $"{_scenario.Id} on {_name}", bytes, linked);

    private Html LogLines()
    {
        if (on.Proxy.Log.Length == 0)
            return Html.None;
        var lines = site.LogOf(on.Proxy).LinesOf(_evidence);
        var note = lines.Count > 0 ? "These lines name this case's origin." : "No line names this case's origin.";
        return Html.Of(
            $"""
            <h4>Its log</h4>
            {Html.If(lines.Count > 0, $"<pre class=\"log\" tabindex=\"0\">{string.Join('\n', lines)}</pre>")}
            <p class="quiet">{note} <a href="../{site.PageOf(on.Proxy)}#{ProxyPage.Log}">The end of {_name}'s log</a></p>
            """);
    }
}
