using ConformanceKit.Model;
using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Commands;

namespace ConformanceKit.Running.Authoring;

/// <summary>
/// Marks a method of a <see cref="Scenario"/> as the check of one requirement. It takes the place of NUnit's own <c>[Test]</c>:
/// the method becomes one case per proxy, or one per proxy and <see cref="InputAttribute"/>.
/// </summary>
/// <param name="id">
/// Stable name, <c>group/row</c>: a row of a <c>catalogue.json</c> in the assembly, which holds its clause and level.
/// </param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequirementAttribute(string id) : NUnitAttribute, ITestBuilder, IImplyFixture, IWrapTestMethod
{
    /// <summary>Stable name, <c>group/row</c>.</summary>
    public string Id { get; } = id;

    /// <summary>The requirement as a sentence; by default the method's name with spaces for underscores.</summary>
    public string? Title { get; set; }

    /// <summary>
    /// Id of the scenario that must be applicable, and not fail, for this one to mean anything; <c>{input}</c> in it stands for
    /// the name of the input. By default, what the catalogue says for the row or its group; <c>nothing</c> if this one depends
    /// on none.
    /// </summary>
    public string? DependsOn { get; set; }

    /// <summary>
    /// The feature (<see cref="UnderTest.ProxyFeatures"/>) without which neither it nor what depends on it applies, or null.
    /// </summary>
    public string? Feature { get; set; }

    /// <summary>
    /// Whether it takes minutes, so that only a run with <c>--nightly</c> checks it; its budget is <see cref="Waits.Nightly"/>.
    /// </summary>
    public bool Nightly { get; set; }

    /// <summary>
    /// Whether it takes seconds, nearly all of them waiting: a run starts with it, so that nothing has to wait for it at the end.
    /// </summary>
    public bool Lengthy { get; set; }

    /// <summary>
    /// Whether it can leave a faulty proxy unable to serve anyone, or a client busy: it runs when everything else on that subject
    /// is over, so that its damage is not mistaken for a breach of another requirement.
    /// </summary>
    public bool Last { get; set; }

    /// <inheritdoc/>
    IEnumerable<TestMethod> ITestBuilder.BuildFrom(IMethodInfo method, Test? suite) => ITestRunner.Current.Tests(method, suite);

    /// <inheritdoc/>
    TestCommand ICommandWrapper.Wrap(TestCommand command) => ITestRunner.Current.Command(command.Test);
}
