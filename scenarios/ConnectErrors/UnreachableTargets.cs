using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.ConnectErrors;

/// <summary>
/// Targets that cannot be reached. RFC 9110 assigns no status; RFC 9209 §2.3 does, but its SHOULD binds only with Proxy-Status.
/// So the named status passes, everything else warns, and only a 2xx, which claims a connection, fails.
/// </summary>
public sealed class UnreachableTargets(string proxy) : Scenario(proxy)
{
    [Requirement("connect-errors/refused")]
    public async Task A_refused_connection_is_reported_as_502()
    {
        await using var refused = await Origins.RefusedAsync();
        await AssertReportedAsync(refused.Authority, "nothing listens there");
    }

    [Requirement("connect-errors/dns-fail")]
    public async Task A_name_that_does_not_resolve_is_reported_as_502()
    {
        await using var refused = await Origins.RefusedAsync();
        await AssertReportedAsync($"{Guid.NewGuid():N}.invalid:{refused.Port}", "the name does not exist");
    }

    [Requirement("connect-errors/connect-timeout", Lengthy = true)]
    public async Task A_target_that_never_answers_is_reported_as_504()
    {
        await using var blackHole = await Origins.BlackHoleAsync();
        await SpendAsync(TimeUse.Patience, AssertReportedAsync(blackHole.Authority, "the target never answers"));
    }

    // No clause says how long a proxy may try.
    private async Task AssertReportedAsync(string target, string because)
    {
        await AssertOpensTunnelsAsync();
        await using var client = await Proxy.DialAsync();
        await AssertTunnelRefusedAsync(client, Requests.Connect(target), because, Waits.Dial, meant: null);
    }
}
