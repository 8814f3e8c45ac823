using ConformanceKit.Model;
using ConformanceKit.Reporting;
using ConformanceKit.Reporting.Terminal;

namespace ConformanceKit.CommandLine.Options;

/// <summary>How much of a proxy has to be graded, so that a run of which little was applicable does not look like a success.</summary>
/// <param name="Groups">The groups of which a case has to be applicable.</param>
/// <param name="MinGraded">How many cases have to be graded.</param>
/// <param name="IsShard">Whether the run is one of several parts, which need not have a case of each group.</param>
internal sealed record Demands(IReadOnlyList<string> Groups, int MinGraded, bool IsShard)
{
    /// <summary>What is not met, one sentence each.</summary>
    public IReadOnlyList<string> Unmet(Report report) => [.. report.Proxies.SelectMany(Unmet)];

    private IEnumerable<string> Unmet(ProxyReport proxy)
    {
        var name = ProxyNames.Shown(proxy.Name);
        foreach (var group in Groups)
        {
            var cases = proxy.Scenarios.Where(scenario => scenario.Group == group).ToList();
            if (cases.Count == 0 && !IsShard)
                yield return $"--require-group {group}: no case of it was selected for {name}.";
            if (cases.Count > 0 && cases.All(scenario => scenario.Verdict == Verdict.NotApplicable))
                yield return $"--require-group {group}: none of its {cases.Count} cases is applicable to {name}: {Why(cases)}.";
        }

        var graded = proxy.Scenarios.Count(VerdictSentence.IsGraded);
        if (graded < MinGraded)
            yield return $"--min-graded {MinGraded}: only {graded} were graded on {name}.";
    }

    private static string Why(IEnumerable<ScenarioReport> cases) =>
        TerminalText.FirstLine(cases.CountBy(scenario => scenario.Reason).MaxBy(count => count.Value).Key).TrimEnd('.');
}
