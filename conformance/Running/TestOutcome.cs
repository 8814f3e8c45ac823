using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Reporting;
using NUnit.Framework.Interfaces;

namespace ConformanceKit.Running;

/// <summary>What <c>dotnet test</c> is told of a scenario: a test passes when its verdict is the expected one.</summary>
internal static class TestOutcome
{
    /// <summary>The state and message for NUnit.</summary>
    /// <param name="result">The scenario's result, or null where the run was stopped.</param>
    /// <param name="baseline">The proxy's baseline, or null.</param>
    /// <param name="profile">How the run graded.</param>
    /// <param name="proxyName">The proxy.</param>
    public static (ResultState State, string Message) Of(ScenarioResult? result, Baseline? baseline, Profile profile, string proxyName)
    {
        if (result is null) return (ResultState.Cancelled, "the run was stopped");
        var expected = baseline?.Find(result.Requirement.Id);
        return result.Verdict switch
        {
            Verdict.HarnessError => (ResultState.Error, Explained(result, proxyName)),
            Verdict.NotApplicable when expected?.Verdict is not Verdict.NotApplicable => (ResultState.Ignored, result.Reason),
            _ when baseline is not null && baseline.IsDrift(result, profile) =>
                (ResultState.Failure, $"the baseline expects {VerdictNames.Of(expected?.Verdict ?? Verdict.Pass)}\n{Explained(result, proxyName)}"),
            Verdict.Pass or Verdict.Info => (ResultState.Success, result.Reason),
            _ when baseline is not null =>
                (ResultState.Success, $"{VerdictNames.Of(result.Verdict)}, as the baseline says: {expected?.Why}"),
            Verdict.Warning => (ResultState.Success, $"warning: {result.Reason}"),
            _ => (ResultState.Failure, Explained(result, proxyName)),
        };
    }

    private static string Explained(ScenarioResult result, string proxyName)
    {
        var requirement = result.Requirement;
        var text = new StringBuilder()
            .AppendLine($"{VerdictNames.Of(result.Verdict)}: {requirement.Title}")
            .AppendLine($"{requirement.Clause} ({VerdictNames.Keyword(requirement.Level)}): {result.Reason}");
        foreach (var line in Exchanges.Ladder(EvidenceReport.Of(result.Evidence), linesPerEvent: 12)) text.AppendLine(line);
        return text.Append(Reproduce.Command(requirement.Id, proxyName)).ToString();
    }
}
