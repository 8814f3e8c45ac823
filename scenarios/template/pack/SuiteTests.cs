using ConformanceKit.Mutants;
using ConformanceKit.Running.Testing;
using FluentAssertions;
using NUnit.Framework;

namespace ProxyPack._1;

/// <summary>The suite's own gate, under <c>dotnet test</c>, which runs the scenarios too.</summary>
public sealed class SuiteTests
{
    [Test]
    public async Task The_reference_passes_and_every_scenario_fails_on_its_mutant_for_the_named_reason() =>
        (await KillMatrix.ProblemsAsync(typeof(SuiteTests).Assembly)).Should().BeEmpty();
}

/// <summary>Stops, at the end of <c>dotnet test</c>, everything that the scenarios started.</summary>
[SetUpFixture]
public sealed class SuiteLifetime
{
    [OneTimeTearDown]
    public Task EndTheProxies() => TestRun.CloseAsync();
}
