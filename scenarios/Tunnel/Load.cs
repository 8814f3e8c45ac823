using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Tunnel;

/// <summary>What shows only with more than a few bytes.</summary>
public sealed class Load(string proxy) : Scenario(proxy)
{
    private const int Megabyte = 1024 * 1024;

    // A delayed acknowledgement that meets Nagle's algorithm costs 40 ms (Linux) or 200 ms (others) on every round trip.
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(35);

    // Linux acknowledges the first segments of a connection at once.
    private const int Undelayed = 20;
    private const int Trips = 320;
    private const int Quick = 10;

    [Requirement("tunnel/full-duplex", Title = "16 MiB pass each way at once")]
    public async Task Sixteen_MiB_pass_each_way_at_once()
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.TunnelAsync(origin);
        await using var server = await origin.NextConnectionAsync();

        // More than the buffers on the way hold, but little enough for a slow proxy on a busy machine.
        var up = SendAsync(client, 16);
        var down = SendAsync(server, 16);
        var received = await Task.WhenAll(
            server.HashExactlyAsync(16L * Megabyte, within: Waits.Scenario),
            client.HashExactlyAsync(16L * Megabyte, within: Waits.Scenario));

        AssertSame(received[0], await up);
        AssertSame(received[1], await down);
    }

    [Requirement("tunnel/large", DependsOn = "tunnel/full-duplex", Nightly = true, Title = "2 GiB and one byte pass unchanged")]
    [Input("down", true)]
    [Input("up", false)]
    public async Task Two_GiB_and_one_byte_pass_unchanged(bool down)
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.TunnelAsync(origin);
        await using var server = await origin.NextConnectionAsync();
        var (sender, receiver) = down ? (server, client) : (client, server);

        // More than a signed 32-bit counter holds.
        var sending = SendAsync(sender, 2048, "!");
        var received = await receiver.HashExactlyAsync((2048L * Megabyte) + 1);

        AssertSame(received, await sending);
    }

    [Requirement("tunnel/backpressure")]
    public async Task A_client_that_reads_nothing_stops_the_origin_and_gets_everything_later()
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.TunnelAsync(origin);
        await using var server = await origin.NextConnectionAsync();

        // 1. The client reads nothing until the origin can send nothing more: only time can tell.
        var sending = SendAsync(server);
        for (var before = -1L; before != server.SentLength && !sending.IsCompleted;)
        {
            before = server.SentLength;
            await SpendAsync(TimeUse.Quiet, Task.WhenAny(sending, Task.Delay(Waits.Quiet, Cancel)));
        }

        // 2. The kernel buffers on the way hold less than this, so the rest is in the proxy's memory.
        if (sending.IsCompleted)
        {
            throw new RequirementBrokenException(ReasonIds.NoBackpressure,
                "the origin could send all of 64 MiB although the client read nothing")
            {
                Marks = [new EventMark(Transcript.Events.Count - 1)],
            };
        }

        Note($"the origin was stopped after {server.SentLength} bytes");

        // 3. Then it reads.
        var received = await client.HashExactlyAsync(64L * Megabyte, within: Waits.Scenario);
        AssertSame(received, await sending);
    }

    [Requirement("tunnel/latency", Title = "A round trip of one byte does not wait for a timer")]
    public async Task One_byte_there_and_back_does_not_wait_for_a_timer()
    {
        await using var origin = await Origins.EchoAsync();
        await using var client = await Proxy.TunnelAsync(origin);

        // The proxy may look at the first bytes, and hold them back.
        await client.SendAsync(AnyBytes.Ping);
        await client.ReadExactlyAsync(AnyBytes.Ping.Length);

        // A busy machine makes many trips slow; a timer makes all of them slow.
        var quick = 0;
        for (var trip = 1; quick < Quick; trip++)
        {
            if (trip > Trips)
            {
                throw new RequirementBrokenException(
                    ReasonIds.TooSlow,
                    $"only {quick} of {Trips - Undelayed} round trips of one byte took less than "
                    + $"{s_step.TotalMilliseconds:0} ms")
                {
                    Marks = [new EventMark(Transcript.Events.Count - 1)],
                };
            }

            var start = Stopwatch.GetTimestamp();
            await client.SendAsync("x");
            await client.ReadExactlyAsync(1);
            if (trip > Undelayed && Stopwatch.GetElapsedTime(start) < s_step)
                quick++;
        }
    }

    private static void AssertSame(string received, string sent)
    {
        if (received != sent)
        {
            throw new RequirementBrokenException(ReasonIds.BytesDiffer,
                $"as many bytes arrived as were sent, but their SHA-256 is {received}, not {sent}");
        }
    }

    private static async Task<string> SendAsync(WireConnection sender, int megabytes = 64, string last = "")
    {
        var block = RandomNumberGenerator.GetBytes(Megabyte);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var i = 0; i < megabytes; i++)
        {
            BitConverter.TryWriteBytes(block, i);
            hash.AppendData(block);
            await sender.SendAsync(block);
        }

        hash.AppendData(Encoding.Latin1.GetBytes(last));
        await sender.SendAsync(last);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
