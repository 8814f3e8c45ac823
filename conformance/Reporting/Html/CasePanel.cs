using ConformanceKit.Evidence;
using ConformanceKit.ReferenceProxy.Explaining;

namespace ConformanceKit.Reporting.Html;

/// <summary>
/// What one case found on one proxy: the verdict, the exchange drawn and step by step, the log, the way to see it again.
/// </summary>
/// <param name="site">The site.</param>
/// <param name="on">The case and the proxy.</param>
/// <param name="bytes">How many bytes to show.</param>
/// <param name="linked">The clauses that are links on this page already.</param>
internal sealed class CasePanel(SiteMap site, CaseOnProxy on, int bytes, HashSet<string> linked)
{
    private const int MostEventsDrawn = 40;

    private readonly ScenarioReport _scenario = on.Scenario;
    private readonly string _name = ProxyNames.Shown(on.Proxy.Name);

    /// <summary>The panel.</summary>
    /// <param name="isOpen">Whether it is open at first.</param>
    public Html Write(bool isOpen) => Html.Of(
        $"""
        <details class="panel" id="{site.AnchorOf(on.Proxy)}"{(isOpen ? " open" : "")}>
        <summary><h3>{_name} <span class="version">{on.Proxy.Version}</span></h3> {VerdictMarks.Badge(_scenario.Verdict)}</summary>
        {Html.If(_scenario.Reason.Length > 0, $"<p class=\"reason\">{_scenario.Reason}{Html.If(_scenario.ReasonId.Length > 0, $" <small>(reason id <code>{_scenario.ReasonId}</code>)</small>")}</p>")}
        {BaselineNote.Of(_scenario)}
        {Html.If(_scenario.Flaky.Length > 0, $"<p class=\"note drift\">Not the same in every round: {_scenario.Flaky}.</p>")}
        {Html.If(_scenario.Detail.Length > 0, $"<details><summary>Where the harness went wrong</summary><pre tabindex=\"0\">{_scenario.Detail}</pre></details>")}
        {Exchange()}
        {LogLines()}
        <h4>See it again</h4>
        {ShellCommand.Of(_scenario.Reproduce)}
        <p class="quiet">Took {Durations.Milliseconds(_scenario.DurationMs)}. <a href="../{site.PageOf(on.Proxy)}">All about {_name}</a></p>
        </details>

        """);

    private Html Exchange()
    {
        if (_scenario.Evidence.Count == 0)
            return Html.Of($"<p class=\"quiet\">Nothing went over the wire.</p>");
        var events = Exchanges.Annotated(_scenario.Evidence);
        return Html.Of(
            $"""
            <h4>The exchange</h4>
            <div class="region wide diagram" role="region" aria-label="Sequence diagram, {_name}" tabindex="0">{Html.Raw(SequenceDiagram.Svg(events, $"{_scenario.Id} on {_name}", MostEventsDrawn))}</div>
            <h4>Step by step</h4>
            {new StepList(events, bytes, linked).Write()}
            """);
    }

    private Html LogLines()
    {
        if (on.Proxy.Log.Length == 0)
            return Html.None;
        var lines = ProxyLog.LinesOf(on.Proxy.Log, _scenario.Evidence);
        return Html.Of(
            $"""
            <h4>The proxy's log</h4>
            {Html.If(lines.Count > 0, $"<pre class=\"log\" tabindex=\"0\">{string.Join('\n', lines)}</pre>")}
            <p class="quiet">{(lines.Count > 0 ? "These lines name this case's origin." : "No line of it names this case's origin.")} <a href="../{site.PageOf(on.Proxy)}#{ProxyPage.Log}">The end of {_name}'s log</a></p>
            """);
    }
}
