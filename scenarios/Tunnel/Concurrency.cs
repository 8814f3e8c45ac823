using System.Security.Cryptography;
using System.Text;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tunnel;

/// <summary>What one tunnel must not do to another, and what a client that went away must not leave behind.</summary>
public sealed class Concurrency(string proxy) : Scenario(proxy)
{
    [Requirement("tunnel/slow-dial-isolated", Title = "Unanswered dials do not hold up other tunnels")]
    public async Task Dials_that_get_no_answer_do_not_hold_up_other_tunnels()
    {
        await using var blackHole = await Origins.BlackHoleAsync();
        await using var live = await Origins.EchoAsync();

        // A proxy that is busy with something else may be late once; one that dials one target at a time is late every time.
        if (await IsHeldUpAsync(blackHole, live) && await IsHeldUpAsync(blackHole, live))
        {
            throw new RequirementBrokenException(ReasonIds.TooSlow,
                "the tunnel was served only after the proxy had given up on an earlier dial")
            {
                Marks = [new EventMark(Transcript.Events.Count - 1)],
            };
        }
    }

    private async Task<bool> IsHeldUpAsync(Origin blackHole, Origin live)
    {
        // 1. Eight dials that are going to wait. Nothing shows when such a dial has begun, so only time can tell.
        var waiting = new List<WireConnection>();
        for (var i = 0; i < 8; i++)
        {
            waiting.Add(await Proxy.DialAsync());
            await waiting[i].SendAsync(Requests.Connect(blackHole.Authority));
        }
        await waiting[^1].ExpectSilenceAsync();

        // 2. Another tunnel is opened. A proxy that dials one target at a time has given up on some of the eight by then. If it
        //    answers 2xx before it dials, that is a different matter.
        await using var client = await Proxy.TunnelAsync(live);
        var isHeldUp = false;
        foreach (var dial in waiting)
        {
            var said = Encoding.Latin1.GetString(await dial.ExpectSilenceAsync(within: TimeSpan.Zero));
            isHeldUp |= dial.PeerFinished || dial.PeerReset || !(said.Length == 0 || Answers.IsSuccessful(said));
        }

        // 3. And it works.
        await client.SendAsync(AnyBytes.Ping);
        (await client.ReadExactlyAsync(AnyBytes.Ping.Length)).Should().Equal(AnyBytes.Ping);
        return isHeldUp;
    }

    [Requirement("tunnel/client-abort-in-dial")]
    [Input("close", false)]
    [Input("reset", true)]
    public async Task A_client_that_goes_away_before_the_2xx_leaves_no_connection_to_the_origin_behind(bool reset)
    {
        await using var origin = await Origins.ListenAsync();

        // 1. Clients that do not wait for the reply.
        for (var i = 0; i < 16; i++)
        {
            await using var client = await Proxy.DialAsync();
            await client.SendAsync(Requests.Connect(origin.Authority));
            if (reset)
                client.Reset();
        }

        // 2. A tunnel that was requested after theirs is open, so theirs were dialled or given up.
        await using var last = await Proxy.TunnelAsync(origin);
        await last.DisposeAsync();

        // 3. Every connection that the origin received ends.
        for (var count = await origin.SentinelAsync(); count > 0; count--)
        {
            var arrived = await origin.NextConnectionAsync();
            await arrived.ReadToEndAsync();
        }
    }

    // A proxy that has no more slots than these would refuse anything else that ran meanwhile.
    [NonParallelizable]
    [Requirement("tunnel/many", Last = true, Title = "64 tunnels at once each carry their own bytes")]
    public async Task Sixty_four_tunnels_at_once_carry_each_its_own_bytes()
    {
        await using var origin = await Origins.EchoAsync();

        // 1. They are opened eight at a time: how fast a proxy accepts more clients is not the question.
        var clients = new List<WireConnection>();
        while (clients.Count < 64)
            clients.AddRange(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Proxy.TunnelAsync(origin))));

        // 2. All are used at once.
        await Task.WhenAll(clients.Select(AssertEchoesAsync));
        await origin.Should().HaveSeenConnectionsAsync(64, "each tunnel has its own connection");
    }

    private async Task AssertEchoesAsync(WireConnection client)
    {
        byte[] own = [0, .. RandomNumberGenerator.GetBytes(16 * 1024)];
        await client.SendAsync(own);
        (await client.ReadExactlyAsync(own.Length)).Should().Equal(own);
    }
}
