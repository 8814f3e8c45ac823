using ConformanceKit.Evidence;
using ConformanceKit.ReferenceProxy.Explaining;

namespace ConformanceKit.Reporting.Html;

/// <summary>
/// What the reference did in a case that another proxy breaks: recorded for the site if the report does not have it.
/// </summary>
/// <param name="scenario">What was recorded.</param>
/// <param name="bytes">How many bytes to show.</param>
/// <param name="linked">The clauses that are already links on this page.</param>
internal sealed class ReferencePanel(ScenarioReport scenario, int bytes, HashSet<string> linked)
{
    private const int MostEventsDrawn = 40;

    /// <summary>The panel, which is closed initially.</summary>
    public Html Write()
    {
        var events = Exchanges.Annotated(scenario.Evidence);
        return Html.Of(
            $"""
            <details class="panel" id="the-reference">
            <summary><h3>The reference, same case</h3> {VerdictMarks.Badge(scenario.Verdict)}</summary>
            <h4>The exchange</h4>
            <div class="diagram">
            {Html.Raw(SequenceDiagram.Html(events, $"{scenario.Id} on the reference", MostEventsDrawn))}
            </div>
            <h4>Step by step</h4>
            {new StepList(events, bytes, linked).Write()}
            {ShellCommand.Of(scenario.Reproduce)}
            </details>

            """);
    }
}
