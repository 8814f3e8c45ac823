using ConformanceKit.Running.Authoring;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Commands;

namespace ConformanceKit.Running.Testing;

/// <summary>NUnit's step for one case: gets the case's outcome from the run and passes it on.</summary>
internal sealed class CaseCommand(Test test) : TestCommand(test)
{
    /// <inheritdoc/>
    public override TestResult Execute(TestExecutionContext context)
    {
        var id = (string)Test.Properties.Get(NUnitRunner.IdProperty)!;
        var proxyName = ((Scenario)context.TestObject!).ProxyName;

        // NUnit's workers are dedicated threads, meant to be blocked for as long as a test takes.
        var outcome = TestRun.Of(Test.TypeInfo!.Type.Assembly).OutcomeAsync(id, proxyName).GetAwaiter().GetResult();
        context.CurrentResult.SetResult(outcome.State, outcome.Message);
        return context.CurrentResult;
    }
}
