using ConformanceKit.Model;
using ConformanceKit.ReferenceProxy.Explaining;

namespace ConformanceKit.Reporting.Ci;

/// <summary>Annotations for what is new in a report: fails that no baseline expects, and other drift.</summary>
internal static class Annotations
{
    // GitHub and Azure Pipelines keep the first ten errors and the first ten warnings of a step.
    private const int Most = 10;
    private const int MostOfText = 600;

    /// <summary>The lines that make them, the worst first; if there are too many, the last line says how many are left out.</summary>
    /// <param name="report">The report.</param>
    /// <param name="log">The CI system.</param>
    public static IReadOnlyList<string> Of(Report report, CiLog log)
    {
        // 1. Proxies about which little is known, and fails. The inputs of a row have one annotation.
        var undecided = report.Proxies.Where(IsUndecided).Select(proxy => log.Annotation(
            isError: true, Line(ProxyNames.Shown(proxy.Name)), Line(VerdictSentence.Of(proxy, report.Interrupted))));
        var fails = WorstFails.Of(report.Proxies, int.MaxValue).Select(fail =>
            Of(fail.Proxy, fail.Scenario, log, isError: fail.Scenario.Verdict == Verdict.Fail));

        // 2. Whatever else differs from a baseline.
        var drift = OtherDrift.Of(report.Proxies).Select(other => Of(other.Proxy, other.Scenario, log, isError: false));

        // 3. As many as are shown.
        var errors = undecided.Concat(fails).OfType<string>().ToList();
        var warnings = drift.OfType<string>().ToList();
        List<string> lines = [.. errors.Take(Most), .. warnings.Take(Most)];
        if (errors.Count + warnings.Count - lines.Count is > 0 and var more)
            lines.Add($"{more} more like these are in the summary and in the other reports.");
        return lines;
    }

    private static bool IsUndecided(ProxyReport proxy) =>
        NoAnswer.IsAllOf(proxy) || proxy.Scenarios.Any(scenario => scenario.Verdict == Verdict.HarnessError);

    private static string? Of(ProxyReport proxy, ScenarioReport scenario, CiLog log, bool isError)
    {
        List<string> lines = [$"{VerdictNames.Of(scenario.Verdict)}: {scenario.Binding()}: {scenario.Found()}"];
        if (scenario.Baseline is { Drift: true } baseline)
            lines.Add($"The baseline expects {VerdictNames.Of(baseline.Expected)}.");
        if (scenario.Why is { } why)
            lines.Add($"Why it matters: {why}");
        lines.Add(Passwords.Masked(scenario.Reproduce));
        var security = scenario.IsBreach() ? $"{ScenarioReport.SecurityWord}: " : "";
        var title = Line($"{security}{scenario.Id} on {ProxyNames.Shown(proxy.Name)}");
        return log.Annotation(isError, title, string.Join('\n', lines.Select(Line)));
    }

    private static string Line(string text) => VisibleText.OneLine(VisibleText.Cut(text, MostOfText));
}
