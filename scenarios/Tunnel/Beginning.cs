using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;

namespace ConformanceKit.Scenarios.Tunnel;

/// <summary>The moment when a connection becomes a tunnel, repeated often enough for a race to show.</summary>
public sealed class Beginning(string proxy) : Scenario(proxy)
{
    private const string First = "\0first";

    [Requirement("tunnel/first-octets", Title = "The first bytes after the 2xx arrive, 96 times out of 96")]
    public async Task The_first_bytes_behind_the_2xx_arrive()
    {
        await using var origin = await Origins.EchoAsync();
        for (var batch = 0; batch < 12; batch++)
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AssertFirstArriveAsync(origin)));
    }

    private async Task AssertFirstArriveAsync(Origin origin)
    {
        await using var client = await Proxy.TunnelAsync(origin);
        await client.SendAsync(First);
        (await client.ReadExactlyAsync(First.Length)).Should().Equal(First);
    }
}
