using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Tunnel;

/// <summary>Tunnel bytes that the client sends before it has the 2xx.</summary>
public sealed class EarlyData(string proxy) : Scenario(proxy)
{
    [Requirement("tunnel/early-data-close-option",
        Title = "Bytes sent in one write with a CONNECT that has Connection: close reach the origin once")]
    public Task Bytes_in_one_write_with_a_CONNECT_that_says_close_reach_the_origin_once() =>
        AssertDeliveredAsync("Connection: close");

    [Requirement("tunnel/early-data-plain", Title = "Bytes sent in one write with a CONNECT reach the origin once")]
    public Task Bytes_in_one_write_with_a_CONNECT_reach_the_origin_once() => AssertDeliveredAsync();

    [Requirement("tunnel/early-data-before-2xx",
        Title = "Bytes sent before the 2xx in their own segment reach the origin once")]
    public async Task Bytes_sent_before_the_2xx_in_a_segment_of_their_own_reach_the_origin_once()
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync();

        // Once the proxy has dialled, it has read the head alone; the client does not wait for the 2xx.
        await client.SendAsync(Requests.Connect(origin.Authority));
        await using var arrived = await origin.NextConnectionAsync();
        await client.SendAsync(AnyBytes.Ping);

        (await client.ReadResponseAsync("CONNECT")).Should().BeSuccessful();
        await AssertTunnelAsync(client, arrived);
    }

    [Requirement("tunnel/early-data-before-2xx", Lengthy = true,
        Title = "Bytes sent while the dial is pending reach the origin once")]
    [Input("held-syn")]
    public async Task Bytes_sent_while_the_dial_is_pending_reach_the_origin_once()
    {
        await using var origin = await Origins.HoldAsync();
        await using var client = await Proxy.DialAsync();

        // 1. The dial gets no answer, so there is no reply yet; the client does not wait for one.
        await client.SendAsync(Requests.Connect(origin.Authority));
        if ((await client.ExpectSilenceAsync()).Length > 0 || client.PeerFinished || client.PeerReset)
            NotApplicable("the proxy answers before the target does, so no dial is pending");
        await client.SendAsync(AnyBytes.Ping);

        // 2. When the target finally answers, these bytes are the first that it receives.
        origin.Open();
        var response = await client.ReadResponseAsync("CONNECT", within: Waits.Dial);
        if (!response.IsSuccessful)
            NotApplicable($"the proxy gave up on the target, with {response.StatusCode}, before its SYN was sent again");
        await using var arrived = await origin.NextConnectionAsync();
        await AssertTunnelAsync(client, arrived);
    }

    private async Task AssertDeliveredAsync(params string[] fieldLines)
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Connect(origin.Authority, fieldLines) + AnyBytes.Ping);

        (await client.ReadResponseAsync("CONNECT")).Should().BeSuccessful();
        await using var arrived = await origin.NextConnectionAsync();
        await AssertTunnelAsync(client, arrived);
    }

    private static async Task AssertTunnelAsync(WireConnection client, WireConnection arrived)
    {
        // 1. They arrive in order, before what follows, and once.
        await client.SendAsync(AnyBytes.Sentinel);
        (await arrived.ReadExactlyAsync(AnyBytes.Ping.Length))
            .Should().Equal(AnyBytes.Ping, "the client sent this before it had the 2xx, and the sentinel after it");
        (await arrived.ReadExactlyAsync(AnyBytes.Sentinel.Length)).Should().Equal(AnyBytes.Sentinel);

        // 2. The tunnel lives on in both directions: no close option ends it.
        await arrived.SendAsync("reply");
        (await client.ReadExactlyAsync(5)).Should().Equal("reply");
    }
}
