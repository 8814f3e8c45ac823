using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;

namespace ConformanceKit.Scenarios.Tunnel;

/// <summary>The moment in which a connection becomes a tunnel, often enough that a race shows.</summary>
public sealed class Beginning(string proxy) : Scenario(proxy)
{
    private const string First = "\0first";

    [Requirement("tunnel/first-octets", Title = "The first bytes behind the 2xx arrive, ninety-six times out of ninety-six")]
    public async Task The_first_bytes_behind_the_2xx_arrive()
    {
        await using var origin = await Origins.EchoAsync();
        for (var round = 0; round < 12; round++)
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AssertFirstArriveAsync(origin)));
    }

    private async Task AssertFirstArriveAsync(Origin origin)
    {
        await using var client = await Proxy.TunnelAsync(origin);
        await client.SendAsync(First);
        (await client.ReadExactlyAsync(First.Length)).Should().Equal(First);
    }
}
