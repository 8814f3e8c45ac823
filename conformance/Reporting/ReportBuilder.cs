using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Running.Catalogue;
using ConformanceKit.Running.Engine;

namespace ConformanceKit.Reporting;

/// <summary>Makes the report from what a run found.</summary>
internal static class ReportBuilder
{
    /// <summary>The program's version.</summary>
    public static string ToolVersion { get; } = ProgramVersion.Of(typeof(ReportBuilder).Assembly);

    /// <summary>Makes the report.</summary>
    /// <param name="result">What the run found.</param>
    /// <param name="settings">What the run was asked to do.</param>
    /// <param name="mutants">The suite's mutants.</param>
    public static Report Build(RunResult result, IReadOnlyDictionary<string, object> settings, MutantCatalogue mutants)
    {
        var program = SuiteProgram.Of(mutants.Suite);
        return new(
            Report.CurrentSchema,
            new(ToolVersion),
            result.StartedAt,
            (long)result.Duration.TotalMilliseconds,
            result.Interrupted,
            settings,
            [.. result.Proxies.Select(proxy => Proxy(proxy, mutants, program))],
            result.Load is { } load ? Math.Round(load.TotalMilliseconds, 1) : null);
    }

    private static ProxyReport Proxy(SubjectResult proxy, MutantCatalogue mutants, SuiteProgram program) => new(
        proxy.Name,
        proxy.Running?.Version ?? "",
        proxy.Running?.ImageDigest ?? "",
        [.. proxy.Features.Order(StringComparer.Ordinal)],
        (long)proxy.Duration.TotalMilliseconds,
        proxy.Baseline is not null,
        proxy.Log,
        [.. proxy.Cases.Select(outcome => Scenario(outcome, proxy, mutants, program))],
        proxy.Configuration.Count > 0 ? proxy.Configuration : null,
        TimeReport.Of(proxy.Time),
        proxy.Running is { Notes.Count: > 0 } running ? running.Notes : null,
        proxy.Ended.Length > 0 ? proxy.Ended : null,
        proxy.IsClient ? ProxyReport.ClientKind : null);

    private static ScenarioReport Scenario(
        CaseOutcome outcome, SubjectResult proxy, MutantCatalogue mutants, SuiteProgram program)
    {
        var (result, requirement) = (outcome.Result, outcome.Result.Requirement);
        return new(
            requirement.Id,
            requirement.Group,
            requirement.Title,
            requirement.Clause,
            VerdictNames.Of(requirement.Level),
            VerdictNames.Keyword(requirement.Level),
            result.Verdict,
            result.ReasonId,
            result.Reason,
            Math.Round(result.Duration.TotalMilliseconds, 1),
            outcome.Flaky,
            result.Evidence,
            result.Detail,
            program.Explain(requirement.Id, proxy.Arguments),
            proxy.Baseline is null
                ? null
                : new(outcome.Expected?.Verdict ?? Verdict.Pass, outcome.Expected?.Why ?? "", outcome.Drift),
            requirement.Remark.Length > 0 ? requirement.Remark : null,
            requirement.SeenIn.Count > 0 ? requirement.SeenIn : null,
            requirement.Why.Length > 0 ? requirement.Why : null,
            mutants.ThatBreak(requirement.Id) is { Count: > 0 } proofs
                ? [.. proofs.Select(mutant => new MutantReport(mutant.Name, mutant.Breaks))]
                : null,
            requirement.Reading.Length > 0 ? requirement.Reading : null,
            result.Broken is { Count: > 0 } broken ? broken : null,
            requirement.Security ? true : null,
            result.Repeated.Length > 0 ? result.Repeated : null);
    }
}
