using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Commands;

namespace ConformanceKit.Running;

/// <summary>NUnit's step for one case: gets the case's result from the run and tells NUnit what became of it.</summary>
internal sealed class RequirementCommand(Test test) : TestCommand(test)
{
    /// <inheritdoc/>
    public override TestResult Execute(TestExecutionContext context)
    {
        var session = Selection.Session;
        var scenario = ScenarioCatalogue.Of(Test.TypeInfo!.Type.Assembly).Find((string)Test.Properties.Get(RequirementAttribute.IdProperty)!)!;
        var proxyName = ((Scenario)context.TestObject!).ProxyName;

        // NUnit's workers are threads of their own and are meant to be held for as long as a test takes.
        var result = session.ResultAsync(proxyName, scenario).GetAwaiter().GetResult();
        if (result is not null) session.Deliver(proxyName, result);

        var (state, message) = TestOutcome.Of(result, session.BaselineOf(proxyName), session.Profile, proxyName);
        context.CurrentResult.SetResult(state, message);
        return context.CurrentResult;
    }
}
