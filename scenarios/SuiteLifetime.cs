using ConformanceKit.Running.Testing;
using NUnit.Framework;

namespace ConformanceKit.Scenarios;

/// <summary>The end of the suite under <c>dotnet test</c>: nothing that it started stays behind.</summary>
[SetUpFixture]
public sealed class SuiteLifetime
{
    [OneTimeTearDown]
    public Task EndTheProxies() => TestRun.CloseAsync();
}
