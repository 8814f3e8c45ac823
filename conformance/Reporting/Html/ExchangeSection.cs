using ConformanceKit.Evidence;
using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.Wire;

namespace ConformanceKit.Reporting.Html;

/// <summary>The exchange of a case as a diagram and step by step.</summary>
internal static class ExchangeSection
{
    private const int MostEventsDrawn = 40;

    /// <summary>The section.</summary>
    /// <param name="evidence">What happened.</param>
    /// <param name="broken">Where a requirement is broken, to be marked.</param>
    /// <param name="title">What the diagram shows.</param>
    /// <param name="bytes">How many bytes to show.</param>
    /// <param name="linked">The clauses that are already links on this page.</param>
    public static Html Of(
        IReadOnlyList<TranscriptEvent> evidence, IReadOnlyList<Break>? broken, string title, int bytes, HashSet<string> linked)
    {
        var events = Exchanges.Annotated(evidence, broken);
        return Html.Of(
            $"""
            <h4>The exchange</h4>
            <div class="diagram">
            {Html.Raw(SequenceDiagram.Html(events, title, MostEventsDrawn))}
            </div>
            <h4>Step by step</h4>
            {new StepList(events, bytes, linked).Write()}
            """);
    }
}
