using ConformanceKit.Model;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Commands;

namespace ConformanceKit.Running;

/// <summary>NUnit's step for one case: gets the case's result from the run and tells NUnit what became of it.</summary>
internal sealed class RequirementCommand(Test test) : TestCommand(test)
{
    /// <inheritdoc/>
    public override TestResult Execute(TestExecutionContext context)
    {
        var catalogue = ScenarioCatalogue.Of(Test.TypeInfo!.Type.Assembly);
        var scenario = catalogue.Find((string)Test.Properties.Get(RequirementAttribute.IdProperty)!)!;
        var proxyName = ((Scenario)context.TestObject!).ProxyName;

        // NUnit's workers are threads of their own and are meant to be held for as long as a test takes.
        var result = Selection.Session.ResultAsync(proxyName, scenario).GetAwaiter().GetResult();

        var (state, message) = Outcome(result);
        context.CurrentResult.SetResult(state, message);
        return context.CurrentResult;
    }

    private static (ResultState State, string Message) Outcome(ScenarioResult? result) => result?.Verdict switch
    {
        null => (ResultState.Cancelled, "the run was stopped"),
        Verdict.Pass or Verdict.Info => (ResultState.Success, result.Reason),
        Verdict.NotApplicable => (ResultState.Ignored, result.Reason),
        _ => (ResultState.Failure, $"{result.Verdict}: {result.Requirement.Clause}: {result.Reason}"),
    };
}
