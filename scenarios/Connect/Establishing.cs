using System.Text;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Connect;

/// <summary>On CONNECT the proxy first opens a TCP connection to the target, then answers 2xx itself, then only relays.</summary>
public sealed class Establishing(string proxy) : Scenario(proxy)
{
    [Requirement("connect/establish", Feature = ProxyFeatures.Connect)]
    public async Task CONNECT_opens_a_TCP_connection_and_relays_bytes_both_ways()
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync();

        // A proxy that dials only when the first tunnel bytes arrive has opened a tunnel all the same.
        (await client.ConnectAsync(origin)).Should().BeSuccessful();
        await client.SendAsync(AnyBytes.Ping);
        await using var arrived = await origin.NextConnectionAsync();

        // Nothing arrives before these bytes: the CONNECT request itself is for the proxy, not for the origin.
        (await arrived.ReadExactlyAsync(AnyBytes.Ping.Length)).Should().Equal(AnyBytes.Ping);
        await arrived.SendAsync("pong");
        (await client.ReadExactlyAsync(4)).Should().Equal("pong");
    }

    [Requirement("connect/one-connection")]
    public async Task One_CONNECT_is_one_TCP_connection()
    {
        await using var origin = await Origins.EchoAsync();
        await using var client = await Proxy.DialAsync();

        (await client.ConnectAsync(origin)).Should().BeSuccessful();
        await client.SendAsync(AnyBytes.Ping);
        (await client.ReadExactlyAsync(AnyBytes.Ping.Length)).Should().Equal(AnyBytes.Ping);

        await origin.Should().HaveSeenConnectionsAsync(1, "one CONNECT is one TCP connection");
    }

    [Requirement("connect/no-bytes-after-2xx", Title = "Nothing follows the empty line of a 2xx while the origin is silent")]
    public async Task Nothing_follows_the_blank_line_of_a_2xx_while_the_origin_is_silent()
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync();

        (await client.ConnectAsync(origin)).Should().BeSuccessful();
        await using var arrived = await origin.NextConnectionAsync();
        await arrived.SendAsync("sentinel");

        // Anything that the proxy added would arrive before the sentinel.
        (await client.ReadExactlyAsync(8)).Should().Equal("sentinel");
    }

    [Requirement("connect/2xx-only-after-tcp",
        Title = "No 2xx is sent before the TCP connection to the target is established")]
    public async Task No_2xx_before_the_TCP_connection_to_the_target_stands()
    {
        await using var blackHole = await Origins.BlackHoleAsync();
        await using var live = await Origins.EchoAsync();
        await using var client = await Proxy.DialAsync();
        await using var sentinel = await Proxy.DialAsync();

        await client.SendAsync(Requests.Connect(blackHole.Authority));
        (await sentinel.ConnectAsync(live)).Should().BeSuccessful();

        // A proxy that answers before it has dialled has done so by the time that a later CONNECT gets its reply. One that has
        // given up on the dial by then is right.
        var reply = await client.ExpectSilenceAsync();
        var sent = Encoding.Latin1.GetString(reply);
        if (Answers.IsSuccessful(sent))
        {
            throw new RequirementBrokenException(ReasonIds.Accepted,
                $"the target never accepted, but the proxy answered \"{sent.Split('\r')[0]}\"")
            {
                Marks = reply.Marks(),
            };
        }
    }
}
