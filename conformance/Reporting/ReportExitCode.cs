using ConformanceKit.Model;

namespace ConformanceKit.Reporting;

/// <summary>The exit code of the contract, by the same rule for a run and for a saved report.</summary>
internal static class ReportExitCode
{
    /// <summary>The exit code for a report.</summary>
    public static int Of(Report report)
    {
        if (report.Interrupted)
            return ExitCodes.Interrupted;
        var scenarios = report.Proxies.SelectMany(proxy => proxy.Scenarios).ToList();
        if (scenarios.Any(scenario => scenario.Verdict == Verdict.HarnessError))
            return ExitCodes.HarnessError;
        if (scenarios.Count == 0)
            return ExitCodes.NothingSelected;
        return scenarios.All(IsAsExpected) ? ExitCodes.Conformant : ExitCodes.Broken;
    }

    private static bool IsAsExpected(ScenarioReport scenario) =>
        scenario.Flaky.Length == 0
        && scenario.Baseline?.Drift != true
        && (scenario.Baseline is not null || scenario.Verdict is not (Verdict.Fail or Verdict.Blocked));
}
