using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>All loads.</summary>
internal static class Workloads
{
    private const double GiB = 1L << 30;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <summary>In the order in which they run.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        Bulk(1),
        Bulk(16),
        new("tunnels", "Tunnels opened, used for one octet each way, and closed, 64 at once", Churn),
        new("round-trip", "One octet there and back through an open tunnel", RoundTrip),
        new("get", "GET in absolute-form on 64 kept connections, 512 octets of content", Get),
        .. new[] { 2_000, 9_900 }.Select(Memory),
        .. new[] { 1, 10, 100, 1_000, 9_900 }.Select(Growth),
        new("leak", "100,000 tunnels opened and closed", Leak) { OnlyReference = true, Rounds = 1 },
    ];

    private static Workload Bulk(int tunnels)
    {
        var speed = new Measure($"bulk-{tunnels}", $"Bulk, {tunnels} tunnel{(tunnels == 1 ? "" : "s")}", "GiB/s", MoreIsBetter: true);
        var cost = new Measure($"bulk-{tunnels}-cpu", $"CPU for bulk, {tunnels} tunnel{(tunnels == 1 ? "" : "s")}", "s/GiB", MoreIsBetter: false);
        return new(speed.Id, $"As much as goes from the origin to the client through {tunnels} at once", (peer, origins) =>
        {
            using var loop = new EventLoop();
            var clients = Repeat(tunnels, () => new BulkClient(loop, peer));
            clients.ForEach(client => client.Start(origins.Source));
            var window = Window.Measure(loop, peer, () => clients.Sum(client => client.Octets));
            return [new(speed, window.Count / GiB), new(cost, window.Cpu * GiB)];
        });
    }

    private static IReadOnlyList<Figure> Churn(Peer peer, LoadOrigins origins)
    {
        using var loop = new EventLoop();
        var clients = StartChurn(loop, peer, origins);
        var window = Window.Measure(loop, peer, () => clients.Sum(client => (long)client.Tunnels));
        return
        [
            new(new("tunnels", "Tunnels", "1/s", MoreIsBetter: true), window.Count),
            new(new("tunnels-cpu", "CPU for a tunnel", "us", MoreIsBetter: false), window.Cpu * 1e6),
        ];
    }

    private static IReadOnlyList<Figure> RoundTrip(Peer peer, LoadOrigins origins)
    {
        using var loop = new EventLoop();
        var client = new RoundTripClient(loop, peer);
        client.Start(origins.Echo);
        loop.RunFor(TimeSpan.FromSeconds(0.3));
        client.Reset();
        loop.RunFor(TimeSpan.FromSeconds(1.5));
        return
        [
            new(new("round-trip-p50", "Round trip, median", "us", MoreIsBetter: false), client.Percentile(0.50)),
            new(new("round-trip-p99", "Round trip, 99 %", "us", MoreIsBetter: false), client.Percentile(0.99)),
        ];
    }

    private static IReadOnlyList<Figure> Get(Peer peer, LoadOrigins origins)
    {
        using var loop = new EventLoop();
        var clients = Repeat(64, () => new GetClient(loop, peer, origins.Http));
        clients.ForEach(client => client.Start());
        var window = Window.Measure(loop, peer, () => clients.Sum(client => (long)client.Responses));
        return
        [
            new(new("get", "GET", "1/s", MoreIsBetter: true), window.Count),
            new(new("get-cpu", "CPU for a GET", "us", MoreIsBetter: false), window.Cpu * 1e6),
        ];
    }

    private static Workload Memory(int tunnels) => new(
        $"memory-{tunnels}", $"{tunnels} idle tunnels, each of which has carried 48 KiB both ways", (peer, origins) =>
        {
            // What a process needs once, its code above all, is not the memory of a tunnel.
            using (var warmUp = new EventLoop())
                OpenIdle(warmUp, peer, origins, 256);
            var before = Settled(peer);
            using var loop = new EventLoop();
            OpenIdle(loop, peer, origins, tunnels);
            var kib = (Settled(peer) - before) / 1024.0 / tunnels;
            return [new(new($"memory-{tunnels}", $"Memory, {tunnels} idle", "KiB/tunnel", MoreIsBetter: false), kib)];
        })
    { Rounds = 1 };

    private static Workload Growth(int tunnels) => new(
        $"growth-{tunnels}", $"What a tunnel costs when there are {tunnels}", (peer, origins) =>
        {
            using var loop = new EventLoop();
            OpenIdle(loop, peer, origins, 64);
            var before = Settled(peer);

            // 1. Memory: all open and idle.
            var clients = OpenIdle(loop, peer, origins, tunnels);
            var kib = (Settled(peer) - before) / 1024.0 / tunnels;

            // 2. Latency: one at work, the others idle.
            var probe = new RoundTripClient(loop, peer);
            probe.Start(origins.Echo);
            loop.RunFor(TimeSpan.FromSeconds(0.3));
            probe.Reset();
            loop.RunFor(TimeSpan.FromSeconds(1));
            var latency = probe.Percentile(0.50);
            loop.Close(probe);

            // 3. Throughput: all at work.
            foreach (var client in clients)
            {
                client.GoesOn = true;
                client.WithBlocksOf(16 * 1024).SendBlock();
            }

            var window = Window.Measure(loop, peer, () => clients.Sum(client => client.Octets));
            return
            [
                new(new($"growth-{tunnels}-throughput", $"Throughput, {tunnels} echoing 16 KiB", "GiB/s", MoreIsBetter: true), window.Count / GiB),
                new(new($"growth-{tunnels}-cpu", $"CPU, {tunnels} echoing 16 KiB", "s/GiB", MoreIsBetter: false), window.Cpu * GiB),
                new(new($"growth-{tunnels}-latency", $"Round trip beside {tunnels} idle", "us", MoreIsBetter: false), latency),
                new(new($"growth-{tunnels}-memory", $"Memory, {tunnels} idle", "KiB/tunnel", MoreIsBetter: false), kib),
            ];
        })
    { OnlyReference = true, Rounds = 1 };

    private static IReadOnlyList<Figure> Leak(Peer peer, LoadOrigins origins)
    {
        // Ten thousand first: what a process grows to once is no leak.
        Tunnels(10_000);
        var before = peer.Use();
        Tunnels(100_000);
        var after = peer.Use();
        return
        [
            new(new("leak-rss-before", "RSS before 100,000 tunnels", "MiB", MoreIsBetter: false), before.Rss / 1048576.0),
            new(new("leak-rss-after", "RSS after them", "MiB", MoreIsBetter: false), after.Rss / 1048576.0),
            new(new("leak-descriptors-before", "Descriptors before", "", MoreIsBetter: false), before.Descriptors),
            new(new("leak-descriptors-after", "Descriptors after", "", MoreIsBetter: false), after.Descriptors),
        ];

        void Tunnels(int count)
        {
            using var loop = new EventLoop();
            var clients = StartChurn(loop, peer, origins);
            loop.RunUntil(() => clients.Sum(client => client.Tunnels) >= count, TimeSpan.FromMinutes(2), $"{count} tunnels");
            clients.ForEach(client => client.GoesOn = false);
            loop.RunFor(TimeSpan.FromSeconds(1));
        }
    }

    private static List<ChurnClient> StartChurn(EventLoop loop, Peer peer, LoadOrigins origins)
    {
        var clients = Repeat(64, () => new ChurnClient(loop, peer, origins.Echo));
        clients.ForEach(client => client.Start(origins.Echo));
        return clients;
    }

    private static List<BlockClient> OpenIdle(EventLoop loop, Peer peer, LoadOrigins origins, int tunnels)
    {
        const int AtOnce = 64;
        var clients = new List<BlockClient>();
        while (clients.Count < tunnels)
        {
            var some = Repeat(Math.Min(AtOnce, tunnels - clients.Count), () => new BlockClient(loop, peer).WithBlocksOf(48 * 1024));
            some.ForEach(client => client.Start(origins.Echo));
            loop.RunUntil(() => some.TrueForAll(client => client.IsIdle), s_limit, $"{clients.Count + some.Count} tunnels");
            clients.AddRange(some);
        }

        return clients;
    }

    // Memory that is given back is given back late: until two looks a second apart show the same.
    private static long Settled(Peer peer)
    {
        var pss = peer.Use().Pss;
        for (var looks = 0; looks < 10; looks++)
        {
            Thread.Sleep(TimeSpan.FromSeconds(1));
            var before = pss;
            pss = peer.Use().Pss;
            if (Math.Abs(pss - before) < before / 200)
                break;
        }

        return pss;
    }

    private static List<T> Repeat<T>(int count, Func<T> make) => [.. Enumerable.Range(0, count).Select(_ => make())];
}
