using System.Diagnostics;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Tunnel;

/// <summary>A tunnel in which only one side sends, for longer than the proxy's idle limit.</summary>
public sealed class OneWay(string proxy) : Scenario(proxy)
{
    private TimeSpan _longestPause;

    [Requirement("tunnel/one-way-active", Lengthy = true)]
    [Input("down", true)]
    [Input("up", false)]
    public async Task A_tunnel_that_is_used_in_one_direction_only_is_not_idle(bool down)
    {
        var patience = Proxy.ImpatientListener.Patience!.Value;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            try
            {
                await AssertStaysOpenAsync(down, patience);
                return;
            }
            catch (RequirementBrokenException ended)
                when (ended.ReasonId != ReasonIds.BytesTimeout && _longestPause >= patience / 2)
            {
                // On a busy machine there are pauses that may close a tunnel, so this need not be the proxy's fault.
                Transcript.Record("client", WireEvent.Note,
                    $"tried again, since there was a pause of {_longestPause.TotalMilliseconds:0} ms: {ended.Message}");
            }
        }

        NotApplicable($"this machine is too busy to send without a pause of {patience.TotalSeconds / 2} s");
    }

    private async Task AssertStaysOpenAsync(bool down, TimeSpan patience)
    {
        await using var origin = await Origins.ListenAsync();
        var (unused, _) = await Proxy.TunnelEndsAsync(origin, Proxy.ImpatientListener);
        _longestPause = TimeSpan.Zero;
        var (client, server) = await TimedAsync(Proxy.TunnelEndsAsync(origin, Proxy.ImpatientListener));
        var (speaking, silent) = down ? (server, client) : (client, server);

        // 1. One side sends a little now and then.
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < patience * 3;)
        {
            await TimedAsync(SpendAsync(TimeUse.Patience, Task.Delay(patience / 10, Cancel)));
            await TimedAsync(speaking.SendAsync("."));
            (await TimedAsync(silent.ReadExactlyAsync(1))).Should().Equal(".");
        }

        // 2. The other side can still send.
        await TimedAsync(silent.SendAsync("still here"));
        (await TimedAsync(speaking.ReadExactlyAsync(10))).Should().Equal("still here");

        // 3. That proves something only if a tunnel that nobody uses is closed by now.
        await unused.ExpectSilenceAsync(within: TimeSpan.Zero);
        if (!unused.PeerFinished && !unused.PeerReset)
            NotApplicable("a tunnel that nobody uses stays open too: the declared limit is not in force");
    }

    private async Task<T> TimedAsync<T>(Task<T> step)
    {
        await TimedAsync((Task)step);
        return await step;
    }

    private async Task TimedAsync(Task step)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await step;
        }
        finally
        {
            _longestPause = new[] { _longestPause, Stopwatch.GetElapsedTime(started) }.Max();
        }
    }
}
