using ConformanceKit.Model;

namespace ConformanceKit.Reporting.Markdown;

/// <summary>A case as an item of a Markdown list.</summary>
internal static class MarkdownCase
{
    /// <summary>With all that helps to understand it, and the command that shows it.</summary>
    public static string InFull(ScenarioReport scenario)
    {
        var word = VerdictNames.Of(scenario.Verdict);
        var label = VerdictWords.Label(scenario);
        List<string> lines =
            [$"**{word}** {label}{MarkdownText.Code(scenario.Id)}: {MarkdownText.Inline(scenario.Title)}"];
        if (scenario.Flaky.Length > 0)
            lines.Add($"flaky: {MarkdownText.Inline(scenario.Flaky)}");
        lines.Add(Clause(scenario));
        if (scenario.Repeated is { } repeated)
            lines.Add(MarkdownText.Inline(repeated));
        if (scenario.Baseline is { Drift: true } baseline)
            lines.Add(Expected(baseline));
        if (scenario.Why is { } why)
            lines.Add($"why it matters: {MarkdownText.Inline(why)}");
        lines.Add(MarkdownText.Code(scenario.Reproduce));
        return string.Join("<br>", lines);
    }

    /// <summary>With the clause and the reason.</summary>
    public static string InLine(ScenarioReport scenario) =>
        $"{VerdictNames.Of(scenario.Verdict)} {VerdictWords.Label(scenario)}{MarkdownText.Code(scenario.Id)}: {Clause(scenario)}";

    /// <summary>One item for all cases that ended for the same reason, with their number; the most frequent reason first.</summary>
    public static IReadOnlyList<string> Grouped(IEnumerable<ScenarioReport> scenarios) =>
    [
        .. scenarios.GroupBy(scenario => (scenario.Verdict, scenario.Reason)).OrderByDescending(same => same.Count())
            .Select(same => $"{VerdictNames.Of(same.Key.Verdict)} "
                + (same.Count() == 1 ? MarkdownText.Code(same.First().Id) : $"in {same.Count()} cases")
                + $": {MarkdownText.Inline(same.Key.Reason)}"),
    ];

    private static string Clause(ScenarioReport scenario) =>
        $"{MarkdownText.Inline(scenario.Binding())}: {MarkdownText.Inline(scenario.Found())}";

    private static string Expected(BaselineReport baseline) =>
        $"the baseline expects {VerdictNames.Of(baseline.Expected)}{(baseline.Why.Length > 0 ? ": " : "")}"
        + MarkdownText.Inline(baseline.Why);
}
