using ConformanceKit.Model;

namespace ConformanceKit.Reporting;

/// <summary>
/// The report's counts as lines <c>NAME=NUMBER</c>, which shell scripts and CI systems read without a JSON parser.
/// </summary>
internal static class CountsReport
{
    /// <summary>The name of the count of warnings that no baseline expects.</summary>
    public const string UnexpectedWarning = "unexpected-warning";

    /// <summary>Writes the counts: one for each verdict, and how many of the warnings are new.</summary>
    public static string Write(Report report)
    {
        var scenarios = report.Proxies.SelectMany(proxy => proxy.Scenarios).ToList();
        var verdicts = Enum.GetValues<Verdict>()
            .Select(verdict => Line(VerdictNames.Of(verdict), scenarios.Count(scenario => scenario.Verdict == verdict)));
        var unexpected = scenarios.Count(scenario => scenario is { Verdict: Verdict.Warning, Baseline: null or { Drift: true } });
        return string.Concat([.. verdicts, Line(UnexpectedWarning, unexpected)]);
    }

    private static string Line(string name, int count) => $"{name}={count}\n";
}
