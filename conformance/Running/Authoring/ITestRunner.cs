using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Commands;

namespace ConformanceKit.Running.Authoring;

/// <summary>
/// Runs the cases when NUnit runs a suite's assembly. NUnit reaches it through the attributes on a suite's classes and methods.
/// These must not depend on the engine, so the engine registers its implementation here when the kit is loaded.
/// </summary>
internal interface ITestRunner
{
    /// <summary>The implementation that has registered itself.</summary>
    static ITestRunner Current { get; set; } = null!;

    /// <summary>The names of what is graded by a class of scenarios: one fixture each.</summary>
    /// <param name="fixture">The class.</param>
    IEnumerable<string> SubjectNames(Type fixture);

    /// <summary>The tests of one method: one for each of its cases.</summary>
    /// <param name="method">The method.</param>
    /// <param name="fixture">The fixture for one proxy.</param>
    IEnumerable<TestMethod> Tests(IMethodInfo method, Test? fixture);

    /// <summary>The command that NUnit executes for one of these tests.</summary>
    /// <param name="test">The test.</param>
    TestCommand Command(Test test);
}
