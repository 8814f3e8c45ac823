using ConformanceKit.Running.Testing;
using NUnit.Framework;

namespace ConformanceKit.Scenarios;

/// <summary>Stops, at the end of <c>dotnet test</c>, everything that the suite started.</summary>
[SetUpFixture]
public sealed class SuiteLifetime
{
    [OneTimeTearDown]
    public Task EndTheProxies() => TestRun.CloseAsync();
}
