using System.Diagnostics;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Tunnel;

/// <summary>Tunnels on which little or nothing is said.</summary>
public sealed class Silence(string proxy) : Scenario(proxy)
{
    [Requirement("tunnel/idle", DependsOn = "connect/establish", Nightly = true)]
    public async Task How_long_a_tunnel_may_be_quiet()
    {
        await using var origin = await Origins.EchoAsync(Cancel);
        await using var client = await Proxy.DialAsync(Cancel);
        (await client.ConnectAsync(origin, Cancel)).Should().BeSuccessful();

        // 1. Nobody says anything, until the time is over or the tunnel is.
        var started = Stopwatch.GetTimestamp();
        (await client.ExpectSilenceAsync(Cancel, Waits.Idle)).Should().BeEmpty("nobody says anything");
        if (client.PeerFinished || client.PeerReset)
        {
            Note($"closed after {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s of silence");
            return;
        }

        // 2. One that was not closed still has to work.
        await client.SendAsync("ping", Cancel);
        (await client.ReadExactlyAsync(4, Cancel)).Should().Equal("ping");
        Note($"still open and in use after {Waits.Idle.TotalSeconds:0} s of silence (wait 'idle')");
    }

    [Requirement("tunnel/one-way-active", DependsOn = "connect/establish")]
    [Input("down", true)]
    [Input("up", false)]
    public async Task A_tunnel_that_is_used_in_one_direction_only_is_not_idle(bool down)
    {
        await using var origin = await Origins.ListenAsync(Cancel);
        var (client, server) = await TunnelAsync(origin);
        var (unused, _) = await TunnelAsync(origin);
        var (speaking, silent) = down ? (server, client) : (client, server);

        // 1. One side speaks for three times as long as the proxy bears silence.
        var longestPause = TimeSpan.Zero;
        var patience = Proxy.ImpatientListener.Patience!.Value;
        try
        {
            for (long started = Stopwatch.GetTimestamp(), last = started; Stopwatch.GetElapsedTime(started) < patience * 3;)
            {
                await Task.Delay(patience / 10, Cancel);
                longestPause = new[] { longestPause, Stopwatch.GetElapsedTime(last) }.Max();
                last = Stopwatch.GetTimestamp();
                await speaking.SendAsync(".", Cancel);
                (await silent.ReadExactlyAsync(1, Cancel)).Should().Equal(".");
            }
        }
        catch (RequirementBrokenException) when (longestPause >= patience)
        {
            NotApplicable($"this machine is too busy to speak without a pause of {patience.TotalSeconds} s");
        }

        // 2. The other side can still be heard.
        await silent.SendAsync("still here", Cancel);
        (await speaking.ReadExactlyAsync(10, Cancel)).Should().Equal("still here");

        // 3. That means something only where a tunnel that nobody uses is closed by now.
        await unused.ExpectSilenceAsync(Cancel, TimeSpan.Zero);
        if (!unused.PeerFinished && !unused.PeerReset) NotApplicable("a tunnel that nobody uses stays open too: the declared limit is not in force");
    }

    // The scenario closes both afterwards.
    private async Task<(WireConnection Client, WireConnection Server)> TunnelAsync(Origin origin)
    {
        var client = await Proxy.DialAsync(Proxy.ImpatientListener, Cancel);
        (await client.ConnectAsync(origin, Cancel)).Should().BeSuccessful();
        return (client, await origin.NextConnectionAsync(Cancel));
    }
}
