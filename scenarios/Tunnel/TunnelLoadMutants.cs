using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.Tunnel;

/// <summary>Proxies whose tunnels work until they carry a lot, or there are many of them.</summary>
internal static class TunnelLoadMutants
{
    private static readonly ConcurrentDictionary<string, List<ByteSink>> s_clientsByTarget = new();
    private static readonly SemaphoreSlim s_dialling = new(3);

    [Mutant("uses-one-buffer-for-both-directions", "uses one buffer for large pieces of both directions of a tunnel")]
    [Kills("tunnel/full-duplex", ReasonIds.BytesDiffer)]
    public static Flaw UsesOneBuffer()
    {
        var buffer = new byte[64 * 1024];
        return new Flaw()
            .Tunnel(Leg.FromClient, next => new Buffered(next, buffer))
            .Tunnel(Leg.ToClient, next => new Buffered(next, buffer));
    }

    [Mutant("counts-a-tunnels-octets-in-31-bits",
        "ends a tunnel when 2 GiB have passed in one direction, because its counter overflows")]
    [Kills("tunnel/large", ReasonIds.ClosedEarly)]
    public static Flaw CountsIn31Bits()
    {
        return new Flaw().Tunnel(Leg.FromClient, Counting).Tunnel(Leg.ToClient, Counting);

        static ByteSink Counting(ByteSink next)
        {
            var passed = 0;
            return Filters.Bytes(async bytes =>
            {
                passed = unchecked(passed + bytes.Length);
                if (passed >= 0)
                    return bytes;
                await next.FinishAsync();
                return [];
            })(next);
        }
    }

    [Mutant("buffers-without-bound", "takes whatever the origin sends, and keeps it until the client reads")]
    [Kills("tunnel/backpressure", ReasonIds.NoBackpressure)]
    public static Flaw BuffersWithoutBound() => new Flaw().Tunnel(Leg.ToClient, next => new Unbounded(next));

    [Mutant("waits-for-more-before-it-sends",
        "holds small pieces for the client back for 40 ms, as Nagle's algorithm and delayed acknowledgements do")]
    [Kills("tunnel/latency", ReasonIds.TooSlow)]
    public static Flaw WaitsForMore() => new Flaw().Tunnel(Leg.ToClient, Filters.Bytes(async bytes =>
    {
        if (bytes.Length < 1460)
            await Task.Delay(TimeSpan.FromMilliseconds(40));
        return bytes;
    }));

    [Mutant("confuses-the-33rd-tunnel-with-the-first",
        "numbers the tunnels to a target in 5 bits, and so mixes up the clients if there are more than 32")]
    [Kills("tunnel/many", ReasonIds.BytesDiffer)]
    [Related("tunnel/first-octets")]
    public static Flaw ConfusesTunnels()
    {
        List<ByteSink>? clients = null;
        var number = 0;
        return new Flaw()
            .Response((head, exchange) =>
            {
                if (!exchange.Request.IsConnect || !head.IsSuccessful)
                    return;
                clients = s_clientsByTarget.GetOrAdd(exchange.Request.Target, _ => []);
                lock (clients)
                {
                    number = clients.Count;
                    clients.Add(exchange.Client);
                }
            })
            .Tunnel(Leg.ToClient, next => new Redirected(next, Other));

        ByteSink? Other()
        {
            lock (clients!)
                return clients.ElementAtOrDefault(number ^ 32);
        }
    }

    [Mutant("dials-three-at-once", "dials with three threads, so a fourth dial waits until one of them is free")]
    [Kills("tunnel/slow-dial-isolated", ReasonIds.TooSlow)]
    public static Flaw DialsThreeAtOnce()
    {
        return new Flaw().Options(options => options with { Connect = DialAsync });

        static async Task<Socket> DialAsync(IPEndPoint target, CancellationToken cancel)
        {
            await s_dialling.WaitAsync(cancel);
            var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(TimeSpan.FromMilliseconds(500));
            try
            {
                await socket.ConnectAsync(target, limit.Token);
                s_dialling.Release();
                return socket;
            }
            catch (Exception failure)
            {
                socket.Dispose();
                _ = ReleaseAsync();
                if (failure is OperationCanceledException && !cancel.IsCancellationRequested)
                    throw new SocketException((int)SocketError.TimedOut);
                throw;
            }
        }

        // The same thread still has to answer.
        static async Task ReleaseAsync()
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200));
            s_dialling.Release();
        }
    }

    private sealed class Buffered(ByteSink next, byte[] buffer) : ByteFilter(next)
    {
        private const int Large = 16 * 1024;

        public override async Task SendAsync(ReadOnlyMemory<byte> bytes)
        {
            if (bytes.Length < Large || bytes.Length > buffer.Length)
            {
                await base.SendAsync(bytes);
                return;
            }
            bytes.CopyTo(buffer);
            await Task.Yield();
            await base.SendAsync(buffer.AsMemory(0, bytes.Length));
        }
    }

    private sealed class Unbounded(ByteSink next) : ByteFilter(next)
    {
        private Task _last = Task.CompletedTask;

        // The connection sends one piece after the other.
        public override Task SendAsync(ReadOnlyMemory<byte> bytes)
        {
            _last = base.SendAsync(bytes.ToArray());
            return Task.CompletedTask;
        }

        public override async Task FinishAsync()
        {
            await _last;
            await base.FinishAsync();
        }
    }

    private sealed class Redirected(ByteSink next, Func<ByteSink?> other) : ByteFilter(next)
    {
        public override Task SendAsync(ReadOnlyMemory<byte> bytes) => (other() ?? Next).SendAsync(bytes);
    }
}
