using ConformanceKit.Model;

namespace ConformanceKit.Reporting.Markdown;

/// <summary>
/// The report as Markdown, for a job's summary or a comment: what changed first, then what is broken, then the totals.
/// </summary>
internal static class MarkdownReport
{
    /// <summary>The most characters of a page: a comment on GitHub may have at most 65,536.</summary>
    public const int MostCharacters = 60_000;

    // A table with more proxies than anyone compares must not displace everything else.
    private const int MostRows = 40;
    private const int MostOfName = 60;

    /// <summary>Writes the report.</summary>
    public static string Write(Report report)
    {
        // 1. The result. There is always room for the totals.
        var totals = Totals(report.Proxies);
        var page = new MarkdownPage(MostCharacters - totals.Length);
        page.Add($"## CONNECT conformance: {Result(report)}");

        // 2. Deviations from the baselines.
        var drifted = Cases(report, scenario => scenario.Baseline?.Drift == true);
        page.AddList("Regressed against the baseline", Items(drifted, scenario => Change(scenario) > 0));
        page.AddList("Better than the baseline", Items(drifted, scenario => Change(scenario) < 0));
        page.AddList("Other deviations from the baseline", Items(drifted, scenario => Change(scenario) == 0));

        // 3. What is broken, proxy by proxy.
        foreach (var proxy in report.Proxies)
        {
            var rest = proxy.Scenarios.Where(scenario => scenario.Baseline?.Drift != true).Select(scenario => (proxy, scenario))
                .ToList();
            page.AddList($"{Name(proxy)}: not conformant", Items(rest, scenario => IsBroken(scenario) && !IsKnown(scenario)));
        }

        // 4. What is known or only recommended, for reference.
        foreach (var proxy in report.Proxies)
        {
            var known = proxy.Scenarios.Where(IsKnown).Select(Line).ToList();
            page.AddList($"{Name(proxy)}: as the baseline says", known, open: false);
            var warnings = proxy.Scenarios.Where(scenario => scenario is { Verdict: Verdict.Warning, Baseline: null, Flaky: "" })
                .Select(Line).ToList();
            page.AddList($"{Name(proxy)}: warnings", warnings, open: false);
        }

        // 5. The totals.
        page.Add(totals);
        return page.ToString();
    }

    private static string Result(Report report) => ReportExitCode.Of(report) switch
    {
        ExitCodes.Conformant => report.Proxies.Any(proxy => proxy.HasBaseline) ? "as the baseline says" : "conformant",
        ExitCodes.HarnessError => "harness error",
        ExitCodes.Interrupted => "interrupted",
        _ => "not conformant",
    };

    private static string Totals(IReadOnlyList<ProxyReport> proxies)
    {
        var verdicts = Enum.GetValues<Verdict>();
        var rows = proxies.Take(MostRows)
            .Select(proxy => $"| {Name(proxy)} |{string.Concat(verdicts.Select(verdict => $" {Count(proxy, verdict)} |"))}");
        var more = proxies.Count > MostRows ? $"\n\n{proxies.Count - MostRows} more proxies are left out here." : "";
        return $"| proxy |{string.Concat(verdicts.Select(verdict => $" {VerdictNames.Of(verdict)} |"))}\n"
            + $"|-|{string.Concat(verdicts.Select(_ => "-:|"))}\n{string.Join('\n', rows)}{more}";
    }

    private static int Count(ProxyReport proxy, Verdict verdict) =>
        proxy.Scenarios.Count(scenario => scenario.Verdict == verdict);

    private static List<(ProxyReport Proxy, ScenarioReport Scenario)> Cases(Report report,
        Func<ScenarioReport, bool> selects) =>
        [.. report.Proxies.SelectMany(proxy => proxy.Scenarios.Where(selects), (proxy, scenario) => (proxy, scenario))];

    // If a proxy never started, all of them fail for the same reason, which is written once.
    private static List<string> Items(List<(ProxyReport Proxy, ScenarioReport Scenario)> cases,
        Func<ScenarioReport, bool> selects) =>
    [
        .. cases.Where(entry => selects(entry.Scenario))
            .GroupBy(entry =>
                (entry.Proxy.Name, entry.Scenario.Verdict == Verdict.HarnessError ? entry.Scenario.Reason : entry.Scenario.Id))
            .Select(same => Item(same.First().Proxy, same.First().Scenario, same.Count())),
    ];

    private static string Item(ProxyReport proxy, ScenarioReport scenario, int count)
    {
        var what = count == 1
            ? $"{MarkdownText.Code(scenario.Id)} on {Name(proxy)}: {MarkdownText.Inline(scenario.Title)}"
            : $"{count} scenarios on {Name(proxy)}";
        var flaky = scenario.Flaky.Length > 0 ? $"flaky: {MarkdownText.Inline(scenario.Flaky)}; " : "";
        var expected = scenario.Baseline is { Drift: true } baseline
            ? $"<br>the baseline expects {VerdictNames.Of(baseline.Expected)}{(baseline.Why.Length > 0 ? ": " : "")}"
                + MarkdownText.Inline(baseline.Why)
            : "";
        return $"**{VerdictNames.Of(scenario.Verdict)}** "
            + $"{what}<br>{flaky}{Clause(scenario)}{expected}<br>{MarkdownText.Code(scenario.Reproduce)}";
    }

    private static string Line(ScenarioReport scenario) =>
        $"{VerdictNames.Of(scenario.Verdict)} {MarkdownText.Code(scenario.Id)}: {Clause(scenario)}";

    private static string Clause(ScenarioReport scenario) =>
        $"{MarkdownText.Inline(scenario.Binding())}: "
        + $"{MarkdownText.Inline(scenario.Reason)}";

    private static string Name(ProxyReport proxy) =>
        MarkdownText.Inline(ProxyNames.WithVersion(proxy), MostOfName);

    private static int Change(ScenarioReport scenario) =>
        Severity.Of(scenario.Verdict) - Severity.Of(scenario.Baseline!.Expected);

    private static bool IsBroken(ScenarioReport scenario) =>
        scenario.Verdict is Verdict.Fail or Verdict.Blocked or Verdict.HarnessError || scenario.Flaky.Length > 0;

    private static bool IsKnown(ScenarioReport scenario) =>
        scenario is { Baseline: { Drift: false }, Flaky: "", Verdict: Verdict.Fail or Verdict.Blocked or Verdict.Warning };
}
