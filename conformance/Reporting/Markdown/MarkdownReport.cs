using ConformanceKit.Model;

namespace ConformanceKit.Reporting.Markdown;

/// <summary>
/// The report as Markdown, for a job's summary or a comment: the verdict on each proxy, then, proxy by proxy, what is broken,
/// the worst first.
/// </summary>
internal static class MarkdownReport
{
    /// <summary>The most characters of a page: a comment on GitHub may have 65,536, a job's summary more.</summary>
    public const int MostCharacters = 60_000;

    // A table with more proxies than anyone compares must not displace everything else.
    private const int MostRows = 40;
    private const int MostOfName = 60;
    private const int MostOfVerdict = 200;

    /// <summary>Writes the report.</summary>
    public static string Write(Report report)
    {
        var page = new MarkdownPage(MostCharacters);
        page.Add($"## CONNECT conformance: {Result(report)}");
        foreach (var kind in SubjectWords.ByKind(report.Proxies))
            page.Add(Totals(report, kind));
        foreach (var proxy in report.Proxies)
            AddProxy(page, proxy);
        return page.ToString();
    }

    private static void AddProxy(MarkdownPage page, ProxyReport proxy)
    {
        var name = MarkdownText.Inline(ProxyNames.WithVersion(proxy), MostOfName);
        var broken = WorstFails.Ranked(proxy).ToList();
        var errors = proxy.Scenarios.Where(scenario => scenario.Verdict == Verdict.HarnessError);
        var drift = proxy.Scenarios.Where(scenario => scenario.Baseline?.Drift == true && !broken.Contains(scenario)
            && scenario.Verdict is not (Verdict.Fail or Verdict.Blocked or Verdict.HarnessError));
        var flaky = proxy.Scenarios.Where(scenario => scenario.Flaky.Length > 0 && scenario.Baseline?.Drift != true
            && !broken.Contains(scenario));
        var warnings = proxy.Scenarios.Where(scenario =>
            scenario is { Verdict: Verdict.Warning, Baseline: null, Flaky: "" } && !broken.Contains(scenario));
        var blocked = proxy.Scenarios.Where(scenario => scenario.Verdict == Verdict.Blocked);

        // 1. What makes the run fail.
        page.AddList($"{name}: broken", [.. broken.Select(MarkdownCase.InFull)]);
        page.AddList($"{name}: harness errors, by cause", MarkdownCase.Grouped(errors));
        page.AddList($"{name}: differs from the baseline", [.. WorstFirst(drift).Select(MarkdownCase.InFull)], rank: 1);
        page.AddList($"{name}: not the same in each round", [.. flaky.Select(MarkdownCase.InFull)], rank: 1);

        // 2. What is only recommended, or follows from something else.
        page.AddList($"{name}: warnings", [.. warnings.Select(MarkdownCase.InLine)], rank: 2);
        page.AddList($"{name}: blocked, by cause", MarkdownCase.Grouped(blocked.Where(scenario => !IsKnown(scenario))), rank: 3);

        // 3. What is known.
        var known = proxy.Scenarios.Where(IsKnown).ToList();
        page.AddList($"{name}: as the baseline expects",
        [
            .. known.Where(scenario => scenario.Verdict == Verdict.Fail).Select(MarkdownCase.InLine),
            .. known.Where(scenario => scenario.Verdict == Verdict.Warning).Select(MarkdownCase.InLine),
            .. MarkdownCase.Grouped(known.Where(scenario => scenario.Verdict == Verdict.Blocked)),
        ], rank: 4, folded: true);
    }

    private static IEnumerable<ScenarioReport> WorstFirst(IEnumerable<ScenarioReport> scenarios) =>
        scenarios.OrderByDescending(scenario => Severity.Of(scenario.Verdict));

    private static string Result(Report report) => ReportExitCode.Of(report) switch
    {
        ExitCodes.Conformant => report.Proxies.Any(proxy => proxy.HasBaseline) ? "as the baseline expects" : "conformant",
        ExitCodes.HarnessError => "harness error",
        ExitCodes.Interrupted => "interrupted",
        _ => "not conformant",
    };

    private static string Totals(Report report, IReadOnlyList<ProxyReport> proxies)
    {
        Verdict[] verdicts = [Verdict.Fail, Verdict.Warning, Verdict.Blocked, Verdict.HarnessError, Verdict.Pass,
            Verdict.NotApplicable, Verdict.Info];
        var rows = proxies.Take(MostRows).Select(proxy =>
            $"| {MarkdownText.Inline(ProxyNames.WithVersion(proxy), MostOfName)} "
            + $"| {MarkdownText.Inline(VerdictSentence.Of(proxy, report.Interrupted), MostOfVerdict)} |"
            + string.Concat(verdicts.Select(verdict => $" {proxy.Scenarios.Count(scenario => scenario.Verdict == verdict)} |")));
        var leftOut = proxies.Count - MostRows;
        var more = leftOut > 0 ? $"\n\n{leftOut} more {SubjectWords.Many(proxies)} are left out here." : "";
        return $"| {SubjectWords.One(proxies)} | verdict |"
            + $"{string.Concat(verdicts.Select(verdict => $" {VerdictNames.Of(verdict)} |"))}\n"
            + $"|-|-|{string.Concat(verdicts.Select(_ => "-:|"))}\n{string.Join('\n', rows)}{more}";
    }

    private static bool IsKnown(ScenarioReport scenario) =>
        scenario is { Baseline: { Drift: false }, Flaky: "", Verdict: Verdict.Fail or Verdict.Blocked or Verdict.Warning };
}
