using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>
/// Requests for the proxy itself, by each of its names, such as a browser sends that opens its address (RFC 9110 §7.6).
/// </summary>
public sealed class OwnAddress(string proxy) : Scenario(proxy)
{
    [Requirement("robustness/loop", Last = true, Title = "A request for the proxy itself comes to an end")]
    public Task A_request_for_the_proxy_itself_has_an_end() =>
        AssertEndsAsync(Requests.Get($"http://{Proxy.PlainListener.EndPoint}/x"));

    [Requirement("robustness/own-address", Last = true, Title = "A request for the proxy's own address comes to an end")]
    [Input("origin-form", "/", "{0}:{1}")]
    [Input("localhost", "http://localhost:{1}/x", "localhost:{1}")]
    [Input("ipv4-mapped", "http://[::ffff:{0}]:{1}/x", "[::ffff:{0}]:{1}")]
    public Task A_request_for_the_proxys_own_address_has_an_end(string target, string host) =>
        AssertEndsAsync(Requests.Head($"GET {Own(target)} HTTP/1.1", $"Host: {Own(host)}"));

    [Requirement("connect/own-address", Title = "A CONNECT to the proxy itself is rejected")]
    public async Task A_CONNECT_to_the_proxy_itself_is_refused()
    {
        RequireFeature(ProxyFeatures.DirectAddress);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Connect($"{Proxy.PlainListener.EndPoint}"));

        (await client.ReadResponseAsync("CONNECT")).Should().BeRejection("through the tunnel the proxy would be its own client");
    }

    private async Task AssertEndsAsync(string request)
    {
        // Behind a port forwarder the address that the request names is not the proxy's own.
        RequireFeature(ProxyFeatures.DirectAddress);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(request);

        try
        {
            (await client.ReadResponseAsync("GET")).Should().HaveCompleteBody("the request must not go round and round");
        }
        catch (RequirementBrokenException ended) when (
            ended.ReasonId is ReasonIds.ClosedWithoutReply or ReasonIds.ResetWithoutReply or ReasonIds.MalformedResponse)
        {
            // It ended, but the client cannot see whether the proxy refused or ran into its limits.
            Warn(
                ended.ReasonId,
                $"{ended.Message}: the proxy refused in silence, or asked itself until a resource was exhausted",
                ended.Marks);
        }
    }

    private string Own(string format) =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, format, Proxy.PlainListener.EndPoint.Address,
            Proxy.PlainListener.EndPoint.Port);
}
