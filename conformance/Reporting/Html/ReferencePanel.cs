namespace ConformanceKit.Reporting.Html;

/// <summary>
/// What the reference did in a case that another proxy breaks, or the correct client in one that another client breaks: recorded
/// for the site if the report does not have it.
/// </summary>
/// <param name="scenario">What was recorded.</param>
/// <param name="isOfClient">Whether it is the client.</param>
/// <param name="bytes">How many bytes to show.</param>
/// <param name="linked">The clauses that are already links on this page.</param>
internal sealed class ReferencePanel(ScenarioReport scenario, bool isOfClient, int bytes, HashSet<string> linked)
{
    /// <summary>The panel, which is closed initially.</summary>
    public Html Write()
    {
        var who = isOfClient ? "The correct client" : "The reference";
        return Html.Of(
            $"""
            <details class="panel" id="the-reference">
            <summary><h3>{who}, same case</h3> {VerdictMarks.Badge(scenario.Verdict)}</summary>
            {ExchangeSection.Of(scenario.Evidence, null, $"{who}, in {scenario.Id}", bytes, linked)}
            {ShellCommand.Of(scenario.Reproduce)}
            </details>

            """);
    }
}
