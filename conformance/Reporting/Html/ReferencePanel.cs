namespace ConformanceKit.Reporting.Html;

/// <summary>
/// What the reference did in a case that another proxy breaks: recorded for the site if the report does not have it.
/// </summary>
/// <param name="scenario">What was recorded.</param>
/// <param name="bytes">How many bytes to show.</param>
/// <param name="linked">The clauses that are already links on this page.</param>
internal sealed class ReferencePanel(ScenarioReport scenario, int bytes, HashSet<string> linked)
{
    /// <summary>The panel, which is closed initially.</summary>
    public Html Write() => Html.Of(
        $"""
        <details class="panel" id="the-reference">
        <summary><h3>The reference, same case</h3> {VerdictMarks.Badge(scenario.Verdict)}</summary>
        {ExchangeSection.Of(scenario.Evidence, null, $"{scenario.Id} on the reference", bytes, linked)}
        {ShellCommand.Of(scenario.Reproduce)}
        </details>

        """);
}
