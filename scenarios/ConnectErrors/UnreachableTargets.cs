using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.ConnectErrors;

/// <summary>
/// Targets that can't be reached. RFC 9110 assigns no code; RFC 9209 §2.3 does, and its SHOULD binds only with Proxy-Status. So the
/// named code passes, another 5xx warns, and what hides the failure (2xx, 4xx, no reply) fails.
/// </summary>
public sealed class UnreachableTargets(string proxy) : Scenario(proxy)
{
    [Requirement("connect-errors/refused", DependsOn = "connect/establish")]
    public async Task A_refused_connection_is_reported_as_502()
    {
        await using var refused = await Origins.RefusedAsync(Cancel);
        await AssertReportedAsync(refused.Authority, 502, Waits.Reply);
    }

    [Requirement("connect-errors/dns-fail", DependsOn = "connect/establish")]
    public Task A_name_that_does_not_resolve_is_reported_as_502() =>
        AssertReportedAsync($"{Guid.NewGuid():N}.invalid:443", 502, Waits.Dial);

    [Requirement("connect-errors/connect-timeout", DependsOn = "connect/establish", Lengthy = true)]
    public async Task A_target_that_never_answers_is_reported_as_504()
    {
        await using var blackHole = await Origins.BlackHoleAsync(Cancel);
        try
        {
            await SpendAsync(TimeUse.Patience, AssertReportedAsync(blackHole.Authority, 504, Waits.Dial));
        }
        catch (RequirementBrokenException silent) when (silent.ReasonId == ReasonIds.ReplyTimeout)
        {
            // No clause says how long a proxy may try, so its silence until now is all that can be said.
            Warn(silent.ReasonId, $"no reply within {Waits.Dial.TotalSeconds:0} s (wait 'dial'); shorten the proxy's connect timeout to see one");
        }
    }

    private async Task AssertReportedAsync(string target, int expected, TimeSpan limit)
    {
        await using var client = await Proxy.DialAsync(Cancel);
        await client.SendAsync(Requests.Connect(target), Cancel);

        var response = await client.ReadResponseAsync("CONNECT", Cancel, limit);

        response.Should().BeRejection("there is no connection to relay").And.BeServerError("the failure is not the client's");
        if (response.StatusCode != expected) Warn(ReasonIds.Status, $"expected {expected}, but found {response.StatusCode}");
    }
}
