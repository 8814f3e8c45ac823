using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Proxies;
using ConformanceKit.Running;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>A proxy that is asked for itself (RFC 9110 §7.6).</summary>
public sealed class Loops(string proxy) : Scenario(proxy)
{
    [Requirement("robustness/loop", DependsOn = "absolute-form/origin-form")]
    public async Task A_request_for_the_proxy_itself_has_an_end()
    {
        // Behind a port forwarder the proxy would look for itself at an address that isn't its own.
        RequireFeature(ProxyFeatures.DirectAddress);
        await using var client = await Proxy.DialAsync(Cancel);

        await client.SendAsync(Requests.Get($"http://{Proxy.EndPoint}/x"), Cancel);

        (await client.ReadResponseAsync("GET", Cancel)).Should().HaveCompleteBody("the request must not go round and round");
    }
}
