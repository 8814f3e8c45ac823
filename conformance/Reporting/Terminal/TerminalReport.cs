using ConformanceKit.Model;
using Spectre.Console;

namespace ConformanceKit.Reporting.Terminal;

/// <summary>
/// The report for the person at the terminal: overview first, then whatever needs attention.
/// </summary>
internal sealed class TerminalReport(IAnsiConsole console, bool verbose)
{
    private const int EvidenceLines = 10;
    private const int LogLines = 10;

    /// <summary>Whether a single case was run, on however many proxies.</summary>
    public static bool IsOneCase(Report report) =>
        report.Proxies.SelectMany(proxy => proxy.Scenarios).Select(scenario => scenario.Id).Distinct().Count() == 1;

    /// <summary>Prints the report.</summary>
    public void Print(Report report)
    {
        // 1. The overview.
        console.WriteLine();
        new TerminalMatrix(console, verbose).Print(report.Proxies);

        // 2. What broke, and where there is little else to read, both sides' bytes; then what is only worth a line. About a proxy
        // that never replied there is nothing to say case by case.
        var withBytes = verbose || IsOneCase(report);
        var withKnown = verbose || !TerminalMatrix.IsLong(report.Proxies);
        foreach (var proxy in report.Proxies.Where(proxy => verbose || !NoAnswer.IsAllOf(proxy)))
        {
            PrintNotes(proxy);
            var inOrder = proxy.Scenarios.OrderBy(scenario => scenario.IsBreach() ? 0 : 1).ToList();
            PrintInFull(proxy, [.. inOrder.Where(NeedsAttention)], withBytes);
            var inLine = inOrder.Where(scenario => !NeedsAttention(scenario) && IsWorthALine(scenario)).ToList();
            PrintInLine(proxy, withKnown ? inLine : [.. inLine.Where(scenario => !IsKnown(scenario))]);
            if (!withKnown && inLine.Count(IsKnown) is > 0 and var known)
                PrintLeftOut(proxy, known);
        }
    }

    // The baseline has a line about each.
    private static bool IsKnown(ScenarioReport scenario) =>
        scenario is { Baseline: not null, Verdict: Verdict.Fail or Verdict.Warning or Verdict.Blocked };

    private void PrintLeftOut(ProxyReport proxy, int known)
    {
        var on = ProxyNames.Shown(proxy.Name);
        console.Paragraph($"[dim]... and {known} more on {on}, as the baseline expects (=; --verbose says why)[/]");
        console.WriteLine();
    }

    private void PrintNotes(ProxyReport proxy)
    {
        foreach (var note in proxy.Notes ?? [])
            console.Paragraph($"[yellow]note[/] on {ProxyNames.Shown(proxy.Name)}: {note}");
        if (proxy.Notes is { Count: > 0 })
            console.WriteLine();
    }

    private bool NeedsAttention(ScenarioReport scenario) =>
        scenario.Verdict is Verdict.HarnessError
        || scenario.Flaky.Length > 0
        || scenario.Baseline?.Drift == true
        || (scenario.Baseline is null && (scenario.Verdict is Verdict.Fail || scenario.IsBreach()))
        || (verbose && scenario.Verdict.IsBroken());

    private static bool IsWorthALine(ScenarioReport scenario) =>
        scenario.Verdict is Verdict.Fail or Verdict.Warning or Verdict.Blocked or Verdict.NotApplicable;

    private void PrintInFull(ProxyReport proxy, IReadOnlyList<ScenarioReport> scenarios, bool withBytes)
    {
        // If a proxy never started, all of them fail for the same reason, which is printed once.
        foreach (var same in scenarios.GroupBy(
            scenario => scenario.Verdict == Verdict.HarnessError ? scenario.Reason : scenario.Id))
        {
            if (same.Count() == 1)
                PrintOne(proxy, same.First(), withBytes);
            else
                PrintShared(proxy, [.. same]);
            console.WriteLine();
        }
        if (scenarios.Count > 0 && proxy.Log.Length > 0)
            PrintLog(proxy);
    }

    private void PrintOne(ProxyReport proxy, ScenarioReport scenario, bool withBytes)
    {
        var (colour, word) = (VerdictWords.Colour(scenario.Verdict), VerdictWords.Word(scenario.Verdict));
        var (label, on) = (VerdictWords.Label(scenario), ProxyNames.Shown(proxy.Name));
        console.Paragraph($"[{colour} bold]{word}[/] {label}[bold]{scenario.Id}[/] on {on}: {scenario.Title}");
        console.Indented($"{scenario.Binding()}: {scenario.Found()}");
        if (withBytes && scenario.Why is { } why)
            console.Indented($"[dim]why it matters: {why}[/]");
        if (scenario.Flaky.Length > 0)
            console.Indented($"flaky: {scenario.Flaky}");
        if (scenario.Repeated is { } repeated)
            console.Indented($"{repeated}");
        if (scenario.Baseline is { Drift: true } baseline)
        {
            var because = baseline.Why.Length > 0 ? $": {baseline.Why}" : "";
            console.Indented($"the baseline expects {VerdictNames.Of(baseline.Expected)}{because}");
            if (scenario.Verdict == Verdict.Pass)
                console.Indented($"if that is meant to stay so, record it: run it again with --baseline update");
        }
        if (verbose && scenario.Detail.Length > 0)
            console.Paragraph($"[dim]{scenario.Detail}[/]");
        if (withBytes)
            console.Ladder(scenario.Evidence, EvidenceLines, scenario.Broken);
        console.Command(scenario.Reproduce);
    }

    private void PrintShared(ProxyReport proxy, IReadOnlyList<ScenarioReport> scenarios)
    {
        var first = scenarios[0];
        var (colour, word) = (VerdictWords.Colour(first.Verdict), VerdictWords.Word(first.Verdict));
        console.Paragraph(
            $"[{colour} bold]{word}[/] [bold]{scenarios.Count} scenarios[/] on {ProxyNames.Shown(proxy.Name)}: {first.Reason}");
        if (verbose && first.Detail.Length > 0)
            console.Paragraph($"[dim]{first.Detail}[/]");
        console.Command(first.Reproduce);
    }

    private void PrintInLine(ProxyReport proxy, List<ScenarioReport> scenarios)
    {
        foreach (var same in scenarios.GroupBy(scenario => (scenario.Verdict, scenario.Reason, IsBreach: scenario.IsBreach())))
        {
            var ids = string.Join(", ", same.Select(scenario => scenario.Id));
            var clauses = same.Select(scenario => scenario.Clause).Distinct().ToList();
            var clause = clauses.Count == 1 ? $"{clauses[0]}: " : "";
            var (colour, word) = (VerdictWords.Colour(same.Key.Verdict), VerdictWords.Word(same.First()));
            var (label, on) = (VerdictWords.Label(same.First()), ProxyNames.Shown(proxy.Name));
            console.Paragraph(
                $"[{colour}]{word}[/] {label}[bold]{ids}[/] on {on}: {clause}{TerminalText.FirstLine(same.Key.Reason)}");
        }
        if (scenarios.Count > 0)
            console.WriteLine();
    }

    private void PrintLog(ProxyReport proxy)
    {
        console.Paragraph($"[bold]the end of {ProxyNames.Shown(proxy.Name)}'s own log[/]");
        foreach (var line in proxy.Log.Split('\n').TakeLast(LogLines))
            console.Indented($"[dim]{line.TrimEnd()}[/]");
        console.WriteLine();
    }
}
