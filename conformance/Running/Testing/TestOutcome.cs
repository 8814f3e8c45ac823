using System.Text;
using ConformanceKit.Evidence;
using ConformanceKit.Model;
using ConformanceKit.Running.Baselines;
using ConformanceKit.Running.Cases;
using ConformanceKit.Running.Catalogue;
using NUnit.Framework.Interfaces;

namespace ConformanceKit.Running.Testing;

/// <summary>What <c>dotnet test</c> reports for a scenario: a test passes when its verdict is the expected one.</summary>
/// <param name="State">The state.</param>
/// <param name="Message">The message.</param>
internal sealed record TestOutcome(ResultState State, string Message)
{
    /// <summary>The state and message for NUnit.</summary>
    /// <param name="result">The scenario's result, or null where the run was stopped.</param>
    /// <param name="baseline">The proxy's baseline, or null.</param>
    /// <param name="profile">How the run graded.</param>
    /// <param name="again">The command that runs it again and shows its exchange.</param>
    public static TestOutcome Of(ScenarioResult? result, Baseline? baseline, Profile profile, string again)
    {
        if (result is null)
            return new(ResultState.Cancelled, "the run was stopped");
        var expected = baseline?.Find(result.Requirement.Id);
        return result.Verdict switch
        {
            Verdict.HarnessError => new(ResultState.Error, Explained(result, again)),
            Verdict.NotApplicable when expected?.Verdict is not Verdict.NotApplicable => new(ResultState.Ignored, result.Reason),
            _ when baseline is not null && baseline.IsDrift(result, profile) =>
                new(ResultState.Failure,
                    $"the baseline expects {VerdictNames.Of(expected?.Verdict ?? Verdict.Pass)}\n{Explained(result, again)}"),
            Verdict.Pass or Verdict.Info => new(ResultState.Success, result.Reason),
            _ when baseline is not null =>
                new(ResultState.Success, $"{VerdictNames.Of(result.Verdict)}, as the baseline expects: {expected?.Why}"),
            Verdict.Warning => new(ResultState.Success, $"warning: {result.Reason}"),
            _ => new(ResultState.Failure, Explained(result, again)),
        };
    }

    private static string Explained(ScenarioResult result, string again)
    {
        var requirement = result.Requirement;
        var text = new StringBuilder()
            .AppendLine($"{VerdictNames.Of(result.Verdict)}: {requirement.Title}")
            .AppendLine($"{VerdictNames.Binding(requirement.Clause, VerdictNames.Keyword(requirement.Level))}: {result.Reason}");
        foreach (var line in Exchanges.Ladder(result.Evidence, linesPerEvent: 12, result.Broken))
            text.AppendLine(line);
        return text.Append(again).ToString();
    }
}
