using ConformanceKit.Clients;
using ConformanceKit.Model;
using ConformanceKit.Running.Engine;
using ConformanceKit.UnderTest;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests;

/// <summary>A client that never connects to the proxy, as by a misspelt command, is not graded.</summary>
internal sealed class UnreachedProxyTests
{
    [TestCase("client/any-2xx/200")]
    [TestCase("client/interim-1xx/100")]
    [TestCase("client/wait-for-2xx")]
    [TestCase("client/sni-not-ip")]
    public async Task An_error_without_a_connection_is_a_fault_of_the_harness(string id)
    {
        await using var client = new ScriptedClient(new() { Pretends = ClientAnswer.Failed("unknown option") });
        var run = new SuiteRun(typeof(SuiteLifetime).Assembly, [new ChosenSubject(client, "")], new())
        {
            Ids = new HashSet<string> { id },
        };

        var result = (await run.RunAsync(CancellationToken.None)).Proxies.Single().Cases.Single().Result;

        result.Verdict.Should().Be(Verdict.HarnessError);
        result.Reason.Should().Contain("did not connect to the proxy").And.Contain("unknown option");
    }
}
