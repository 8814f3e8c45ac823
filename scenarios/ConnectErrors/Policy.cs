using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.ConnectErrors;

/// <summary>
/// Targets that the proxy is configured to refuse, as its <c>denies</c> declares. An origin listens there, so that a refusal is
/// not just a failed dial.
/// </summary>
public sealed class Policy(string proxy) : Scenario(proxy)
{
    [Requirement("connect-errors/policy-denied", Title = "A target that the policy denies is rejected with 403")]
    public async Task A_target_that_the_policy_denies_is_answered_403()
    {
        await using var denied = await Origins.ListenOnAsync(Proxy.DeniedPort);
        await using var client = await Proxy.DialAsync();
        await AssertConnectRefusedAsync(client, Requests.Connect(denied.Authority), "the policy denies this port", meant: null,
            denied);
    }

    [Requirement("connect-errors/ip-prohibited", Title = "A target at a denied address is rejected with 502 or 403")]
    public async Task A_target_at_a_prohibited_address_is_answered_502_or_403()
    {
        if (!Proxy.IsOnThisMachine)
        {
            await AssertRefusedUnseenAsync();
            return;
        }

        await using var denied = await Origins.ListenAtAsync(Proxy.DeniedAddress);
        await using var client = await Proxy.DialAsync();
        await AssertConnectRefusedAsync(client, Requests.Connect(denied.Authority), "the policy denies this address", meant: null,
            denied);
    }

    // Inside a container the address is not this machine's: nothing listens there, so a 5xx may mean a failed dial.
    private async Task AssertRefusedUnseenAsync()
    {
        await using var client = await Proxy.DialAsync();
        var response = await AssertTunnelRefusedAsync(
            client, Requests.Connect($"{Proxy.DeniedAddress}:80"), "the policy denies this address", Waits.Dial, meant: null);

        var saysSo = response?.Field("Proxy-Status")?.Contains("destination_ip_prohibited", StringComparison.Ordinal) ?? false;
        if (response?.StatusCode >= 500 && !saysSo)
            NotApplicable($"a {response.StatusCode} may mean that the address was refused, or that the proxy dialled it in vain");
    }
}
