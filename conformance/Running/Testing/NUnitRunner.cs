using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Running.Cases;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Builders;
using NUnit.Framework.Internal.Commands;

namespace ConformanceKit.Running.Testing;

/// <summary>Tells NUnit which tests there are; what it executes for one of them is <see cref="CaseCommand"/>.</summary>
internal sealed class NUnitRunner : ITestRunner
{
    /// <summary>The property of a test that holds its case's id: NUnit's filters know it under this name.</summary>
    public const string IdProperty = "Requirement";

    /// <inheritdoc/>
    public IEnumerable<string> SubjectNames(Type fixture) =>
        TestRun.Of(fixture.Assembly).SubjectNames(fixture.IsSubclassOf(typeof(ClientScenario)));

    /// <inheritdoc/>
    public IEnumerable<TestMethod> Tests(IMethodInfo method, Test? fixture)
    {
        var proxyName = fixture?.Arguments.FirstOrDefault() ?? "no proxy";
        foreach (var scenario in ScenarioCase.Of(method.MethodInfo))
        {
            var parameters = new TestCaseParameters([.. scenario.Arguments])
            {
                TestName = $"{scenario.Requirement.Id} on {proxyName}",
            };
            var test = new NUnitTestCaseBuilder().BuildTestMethod(method, fixture, parameters);
            test.Properties.Set(IdProperty, scenario.Requirement.Id);
            test.Properties.Set(nameof(Requirement.Clause), scenario.Requirement.Clause);
            test.Properties.Set(nameof(Requirement.Level), scenario.Requirement.Level.ToString());
            test.Properties.Add(PropertyNames.Category, scenario.Requirement.Group);
            test.Properties.Set(PropertyNames.Description, scenario.Requirement.Title);
            yield return test;
        }
    }

    /// <inheritdoc/>
    public TestCommand Command(Test test) => new CaseCommand(test);

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "NUnit reads the attributes before any code of a suite runs.")]
    internal static void Announce() => ITestRunner.Current = new NUnitRunner();
}
