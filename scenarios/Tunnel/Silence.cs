using System.Diagnostics;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;

namespace ConformanceKit.Scenarios.Tunnel;

/// <summary>Tunnels in which little or nothing is sent.</summary>
public sealed class Silence(string proxy) : Scenario(proxy)
{
    [Requirement("tunnel/idle", Nightly = true, Lengthy = true)]
    public async Task How_long_a_tunnel_may_be_quiet()
    {
        await using var origin = await Origins.EchoAsync();
        await using var client = await Proxy.TunnelAsync(origin);

        // 1. Neither side sends anything until the time is up or the tunnel ends.
        var started = Stopwatch.GetTimestamp();
        (await client.ExpectSilenceAsync(within: Waits.Idle)).Should().BeEmpty("neither side sent anything");
        if (client.PeerFinished || client.PeerReset)
        {
            Note($"closed after {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s of silence");
            return;
        }

        // 2. A tunnel that was not closed still has to work.
        await client.SendAsync("ping");
        (await client.ReadExactlyAsync(4)).Should().Equal("ping");
        Note($"still open and in use after {Waits.Idle.TotalSeconds:0} s of silence (wait 'idle')");
    }
}
