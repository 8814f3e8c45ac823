using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Proxies;
using ConformanceKit.Running;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>A browser or a health check that opens the proxy's own address, by each of its names (RFC 9110 §7.6).</summary>
public sealed class OwnAddress(string proxy) : Scenario(proxy)
{
    [Requirement("robustness/own-address", DependsOn = "absolute-form/origin-form")]
    [Input("origin-form", "/", "{0}:{1}")]
    [Input("localhost", "http://localhost:{1}/x", "localhost:{1}")]
    [Input("ipv4-mapped", "http://[::ffff:{0}]:{1}/x", "[::ffff:{0}]:{1}")]
    public async Task A_request_for_the_proxys_own_address_has_an_end(string target, string host)
    {
        // Behind a port forwarder the proxy would look for itself at an address that isn't its own.
        RequireFeature(ProxyFeatures.DirectAddress);
        await using var client = await Proxy.DialAsync(Cancel);

        await client.SendAsync(Requests.Head($"GET {Own(target)} HTTP/1.1", $"Host: {Own(host)}"), Cancel);

        try
        {
            (await client.ReadResponseAsync("GET", Cancel)).Should().HaveCompleteBody("the request must not go round and round");
        }
        catch (RequirementBrokenException ended) when (ended.ReasonId is ReasonIds.ClosedWithoutReply or ReasonIds.ResetWithoutReply)
        {
            // It has an end, of which the client isn't told.
            Warn(ended.ReasonId, ended.Message);
        }
    }

    [Requirement("connect/own-address", DependsOn = "connect/establish")]
    public async Task A_CONNECT_to_the_proxy_itself_is_refused()
    {
        RequireFeature(ProxyFeatures.DirectAddress);
        await using var client = await Proxy.DialAsync(Cancel);

        await client.SendAsync(Requests.Connect($"{Proxy.EndPoint}"), Cancel);

        (await client.ReadResponseAsync("CONNECT", Cancel)).Should().BeRejection("behind the tunnel the proxy would be its own client");
    }

    private string Own(string format) =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, format, Proxy.EndPoint.Address, Proxy.EndPoint.Port);
}
