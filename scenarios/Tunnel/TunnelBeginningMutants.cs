using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Scenarios.Mutants;

namespace ConformanceKit.Scenarios.Tunnel;

/// <summary>
/// Proxies that get the beginning of a tunnel wrong: what either side sends while it is opened, or right after.
/// </summary>
internal static class TunnelBeginningMutants
{
    // A race shows only now and then, so the count covers all connections of all these mutants.
    private static int s_tunnels;

    // Long enough that what is sent at the same time has arrived.
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(200);

    [Mutant("forgets-what-came-with-the-head", "drops what arrives in one read with the head of a CONNECT")]
    [Kills("tunnel/early-data-plain", ReasonIds.BytesDiffer)]
    [Kills("tunnel/early-data-close-option", ReasonIds.BytesDiffer)]
    public static Flaw ForgetsWhatCameWithTheHead() => new Flaw().Bytes(Leg.FromClient, bytes =>
    {
        var end = bytes.AsSpan().StartsWith("CONNECT "u8) ? bytes.AsSpan().IndexOf("\r\n\r\n"u8) : -1;
        return Task.FromResult(end < 0 ? bytes : bytes[..(end + 4)]);
    });

    [Mutant("drops-what-comes-while-it-dials", "drops what the client sends between its CONNECT and the 2xx")]
    [Kills("tunnel/early-data-before-2xx", ReasonIds.BytesDiffer)]
    [Kills("tunnel/early-data-before-2xx/*", ReasonIds.BytesDiffer)]
    [Kills("tunnel/early-data-plain", ReasonIds.BytesDiffer)]
    [Kills("tunnel/early-data-close-option", ReasonIds.BytesDiffer)]
    public static Flaw DropsWhatComesEarly() => WhileItDials(_ => []);

    [Mutant("delivers-early-data-twice", "passes on twice what came before the 2xx")]
    [Kills("tunnel/early-data-before-2xx", ReasonIds.BytesDiffer)]
    [Kills("tunnel/early-data-before-2xx/*", ReasonIds.BytesDiffer)]
    [Kills("tunnel/early-data-plain", ReasonIds.BytesDiffer)]
    [Kills("tunnel/early-data-close-option", ReasonIds.BytesDiffer)]
    public static Flaw DeliversTwice() => WhileItDials(bytes => [.. bytes, .. bytes]);

    [Mutant("ends-a-tunnel-by-the-close-option", "ends a tunnel after the first bytes when its CONNECT had Connection: close")]
    [Kills("tunnel/early-data-close-option", ReasonIds.ClosedEarly)]
    public static Flaw EndsByTheCloseOption()
    {
        var closes = false;
        return new Flaw()
            .Request(head => closes = head.IsConnect && head.Field("Connection") == "close")
            .Tunnel(Leg.FromClient, next => new WatchingFilter(next)
            {
                Sent = () => closes ? next.FinishAsync() : Task.CompletedTask,
            });
    }

    [Mutant("waits-for-the-client-to-speak-first", "passes nothing on to the client before the client has sent something")]
    [Kills("tunnel/server-first", ReasonIds.BytesTimeout)]
    [Related("connect/no-bytes-after-2xx", "tunnel/banner-coalesced", "tunnel/binary/telnet", "tunnel/one-way-active/down")]
    public static Flaw WaitsForTheClient()
    {
        var spoken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new Flaw()
            .Tunnel(Leg.FromClient, next => new WatchingFilter(next) { Sent = Speak, Finished = Speak, Aborted = Speak })
            .Tunnel(Leg.ToClient, Filters.Bytes(async bytes =>
            {
                await spoken.Task;
                return bytes;
            }));

        Task Speak()
        {
            spoken.TrySetResult();
            return Task.CompletedTask;
        }
    }

    [Mutant("loses-the-first-octets-now-and-then",
        "loses the client's first bytes in every sixteenth tunnel that begins with a certain text")]
    [Kills("tunnel/first-octets", ReasonIds.BytesTimeout)]
    public static Flaw LosesTheFirstBytes()
    {
        var isFirst = true;
        return new Flaw().TunnelBytes(Leg.FromClient, bytes =>
        {
            var isLost = isFirst && bytes.AsSpan().StartsWith("\0first"u8) && Interlocked.Increment(ref s_tunnels) % 16 == 0;
            isFirst = false;
            return isLost ? [] : bytes;
        });
    }

    [Mutant("relays-a-banner-before-its-2xx", "begins to relay before it has answered, so a banner overtakes the 2xx")]
    [Kills("tunnel/banner-coalesced", ReasonIds.MalformedResponse)]
    [Related("tunnel/server-first", "tunnel/binary/telnet")]
    public static Flaw RelaysBeforeItAnswers()
    {
        ByteSink? client = null;
        var isAnswered = false;
        var banner = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new Flaw()
            .Heads(Leg.FromClient, (_, exchange) =>
            {
                client = exchange.Client;
                return Task.CompletedTask;
            })
            .Tunnel(Leg.FromOrigin, Filters.Bytes(async bytes =>
            {
                if (isAnswered)
                    return bytes;
                await client!.SendAsync(bytes);
                banner.TrySetResult();
                return [];
            }))
            .Heads(Leg.ToClient, async (head, exchange) =>
            {
                if (exchange.Request.IsConnect && head.IsSuccessful)
                    await Task.WhenAny(banner.Task, Task.Delay(s_moment));
                isAnswered = true;
            });
    }

    [Mutant("forgets-the-dial-of-a-client-that-left",
        "does not notice that the client goes away before the 2xx, and keeps the connection to the origin")]
    [Kills("tunnel/client-abort-in-dial", ReasonIds.NotClosed)]
    public static Flaw ForgetsTheDial()
    {
        var isAnswered = false;
        var isAbandoned = false;
        return new Flaw()
            .Response(_ => isAnswered = true)
            .Tunnel(Leg.FromClient, next => new WatchingFilter(next) { KeepsFin = IsEarly, KeepsReset = IsEarly })
            .Tunnel(Leg.ToOrigin,
                next => new WatchingFilter(next) { KeepsFin = () => isAbandoned, KeepsReset = () => isAbandoned });

        bool IsEarly() => isAbandoned |= !isAnswered;
    }

    // Sends the 2xx a moment after the dial, and edits the bytes that come before it.
    private static Flaw WhileItDials(Func<byte[], byte[]> edit)
    {
        var isAnswered = false;
        return new Flaw()
            .Options(options => options with { Connect = DialAsync })
            .Response(_ => isAnswered = true)
            .TunnelBytes(Leg.FromClient, bytes => isAnswered ? bytes : edit(bytes));

        static async Task<Socket> DialAsync(IPEndPoint target, CancellationToken cancel)
        {
            var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(target, cancel);
                await Task.Delay(s_moment, cancel);
                return socket;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}
