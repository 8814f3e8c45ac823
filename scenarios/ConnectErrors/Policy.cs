using ConformanceKit.Grading;
using ConformanceKit.Origins;
using ConformanceKit.Running;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.ConnectErrors;

/// <summary>
/// Targets that the proxy is configured to refuse, as its <c>denies</c> declares. A listener is there, so that a refusal is not just
/// a dial that failed.
/// </summary>
public sealed class Policy(string proxy) : Scenario(proxy)
{
    [Requirement("connect-errors/policy-denied", DependsOn = "connect/establish")]
    public async Task A_target_that_the_policy_denies_is_answered_403()
    {
        await using var denied = await Origins.ListenOnAsync(Proxy.DeniedPort, Cancel);
        await using var client = await Proxy.DialAsync(Cancel);

        var response = await client.ConnectAsync(denied, Cancel);

        // Another refusal is not what was recommended, but it is one.
        response.Should().BeRejection();
        if (response.StatusCode != 403) Warn(ReasonIds.Status, $"expected 403, but got {response.StatusCode}");
        await denied.Should().HaveSeenNoConnectionAsync(Cancel, "the policy denies this port");
    }

    [Requirement("connect-errors/ip-prohibited", DependsOn = "connect/establish")]
    public async Task A_target_at_a_prohibited_address_is_answered_502_or_403()
    {
        if (!Proxy.IsOnThisMachine)
        {
            await AssertRefusedUnseenAsync();
            return;
        }

        await using var denied = await Origins.ListenAtAsync(Proxy.DeniedAddress, Cancel);
        await using var client = await Proxy.DialAsync(Cancel);

        var response = await client.ConnectAsync(denied, Cancel);

        response.Should().BeRejection();
        if (response.StatusCode is not (403 or 502)) Warn(ReasonIds.Status, $"expected 502 or 403, but got {response.StatusCode}");
        await denied.Should().HaveSeenNoConnectionAsync(Cancel, "the policy denies this address");
    }

    // Inside a container the address is another machine's: nobody listens there, so a 5xx may be a dial that was tried and failed.
    private async Task AssertRefusedUnseenAsync()
    {
        await using var client = await Proxy.DialAsync(Cancel);
        await client.SendAsync(Requests.Connect($"{Proxy.DeniedAddress}:80"), Cancel);
        var response = await client.ReadResponseAsync("CONNECT", Cancel, Waits.Dial);

        response.Should().BeRejection();
        var saysSo = response.Field("Proxy-Status")?.Contains("destination_ip_prohibited", StringComparison.Ordinal) ?? false;
        if (response.StatusCode >= 500 && !saysSo)
            NotApplicable($"a {response.StatusCode} may mean that the address was refused, or that the proxy dialled it in vain");
        if (response.StatusCode is not (403 or 502)) Warn(ReasonIds.Status, $"expected 502 or 403, but got {response.StatusCode}");
    }
}
