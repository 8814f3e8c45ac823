using ConformanceKit.ReferenceProxy.Benchmarks.Load.Http2;
using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>All loads.</summary>
internal static class Workloads
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private static readonly Workload s_tunnels =
        new("tunnels", "Tunnels opened, used for one byte each way, and closed, 64 at once", Churn) { WarmUps = 4 };

    /// <summary>The loads, in the order in which they run.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        Bulk(1),
        Bulk(16),
        s_tunnels,
        new("round-trip", "One byte there and back through an open tunnel", RoundTrip),
        new("round-trip-beside-bulk", "The same beside another tunnel at full throughput", RoundTripBesideBulk),
        new("get", "GET in absolute-form on 64 kept connections, 512 bytes of content", Get) { WarmUps = 4 },
        .. FairWorkloads.All,
        .. new[] { 2_000, 9_900 }.Select(Memory),
        Bulk(1).InTls(),
        s_tunnels.InTls(),
        Memory(2_000).InTls(),
        .. Http2Workloads.All,
        .. new[] { 1, 10, 100, 1_000, 9_900 }.Select(Growth),
        new("leak", "100,000 tunnels opened and closed", Leak) { OnlyReference = true, WarmUps = 0, Rounds = 1 },
    ];

    private static Workload Bulk(int tunnels)
    {
        var through = tunnels == 1 ? "1 tunnel" : $"{tunnels} tunnels";
        return new($"bulk-{tunnels}", $"As much as possible from the origin to the client, through {through}", (peer, origins) =>
        {
            using var loop = new EventLoop();
            var clients = Repeat(tunnels, () => new BulkClient(loop, peer));
            clients.ForEach(client => client.Start(origins.Source));
            return Figures.OfBytes($"bulk-{tunnels}", through,
                Window.Measure(loop, peer, () => clients.Sum(client => client.Bytes)));
        });
    }

    private static IReadOnlyList<Figure> Churn(Peer peer, LoadOrigins origins)
    {
        using var loop = new EventLoop();
        var clients = StartChurn(loop, peer, origins);
        return Figures.OfCount("tunnels", "Tunnels", "CPU for a tunnel",
            Window.Measure(loop, peer, () => clients.Sum(client => (long)client.Tunnels)));
    }

    private static IReadOnlyList<Figure> RoundTrip(Peer peer, LoadOrigins origins)
    {
        using var loop = new EventLoop();
        return Figures.Of("round-trip", "Round trip", Probe(loop, peer, origins, Window.Length).Times);
    }

    private static IReadOnlyList<Figure> RoundTripBesideBulk(Peer peer, LoadOrigins origins)
    {
        using var loop = new EventLoop();
        var bulk = new BulkClient(loop, peer);
        bulk.Start(origins.Source);
        var client = Probe(loop, peer, origins, Window.Length);
        if (bulk.Bytes == 0)
            throw new LoadFailedException("nothing came through the other tunnel");
        return Figures.Of("round-trip-beside-bulk", "Round trip beside bulk", client.Times);
    }

    private static IReadOnlyList<Figure> Get(Peer peer, LoadOrigins origins)
    {
        using var loop = new EventLoop();
        var clients = Repeat(64, () => new GetClient(loop, peer, origins.Http));
        clients.ForEach(client => client.Start());
        return Figures.OfCount("get", "GET", "CPU for a GET",
            Window.Measure(loop, peer, () => clients.Sum(client => (long)client.Responses)));
    }

    private static Workload Memory(int tunnels) => new(
        $"memory-{tunnels}", $"{tunnels} idle tunnels, each of which has carried 48 KiB both ways", (peer, origins) =>
        {
            // What a process grows to once, above all its code, is not the memory of a tunnel. The first tunnels stay open: if
            // they were closed, later ones would reuse their memory, which some peers keep and others do not.
            const int first = 256;
            Descriptors.Require(2 * tunnels);
            OpenAndClose(peer, origins, 5_000);
            using var loop = new EventLoop();
            OpenIdle(loop, peer, origins, first);
            var before = peer.SettledMemory();
            OpenIdle(loop, peer, origins, tunnels - first);
            var kib = (peer.SettledMemory() - before) / 1024.0 / (tunnels - first);
            return [new(new($"memory-{tunnels}", $"Memory, {tunnels} idle", "KiB/tunnel", MoreIsBetter: false), kib)];
        })
    { WarmUps = 0, Rounds = 1 };

    // A process grows and shrinks by some hundred KiB whatever it carries: divided by only a few tunnels, that says nothing
    // about a tunnel.
    private const int FewestForMemory = 100;

    private static Workload Growth(int tunnels) => new(
        $"growth-{tunnels}", $"What a tunnel costs when there are {tunnels}", (peer, origins) =>
        {
            // 1. Memory: all are open and idle. As above, that of the first few is not counted.
            Descriptors.Require(2 * tunnels);
            OpenAndClose(peer, origins, 5_000);
            using var loop = new EventLoop();
            var clients = OpenIdle(loop, peer, origins, Math.Min(64, tunnels / 4));
            var (first, before) = (clients.Count, peer.SettledMemory());
            clients.AddRange(OpenIdle(loop, peer, origins, tunnels - first));
            var kib = (peer.SettledMemory() - before) / 1024.0 / (tunnels - first);

            // 2. Latency: one is active, the others idle.
            var probe = Probe(loop, peer, origins, TimeSpan.FromSeconds(1));
            var latency = probe.Times.Percentile(0.50);
            loop.Close(probe);

            // 3. Throughput: all are active.
            foreach (var client in clients)
            {
                client.GoesOn = true;
                client.WithBlocksOf(16 * 1024).SendBlock();
            }

            var window = Window.Measure(loop, peer, () => clients.Sum(client => client.Bytes));
            Figure[] figures =
            [
                new(new($"growth-{tunnels}-throughput", $"Throughput, {tunnels} echoing 16 KiB", "GiB/s", MoreIsBetter: true),
                    window.Count / Figures.GiB),
                new(new($"growth-{tunnels}-cpu", $"CPU, {tunnels} echoing 16 KiB", "s/GiB", MoreIsBetter: false),
                    window.Cpu * Figures.GiB),
                new(new($"growth-{tunnels}-latency", $"Round trip beside {tunnels} idle", "us", MoreIsBetter: false), latency),
                new(new($"growth-{tunnels}-memory", $"Memory, {tunnels} idle", "KiB/tunnel", MoreIsBetter: false), kib),
            ];
            return tunnels < FewestForMemory ? figures[..^1] : figures;
        })
    { OnlyReference = true, WarmUps = 0, Rounds = 1 };

    private static IReadOnlyList<Figure> Leak(Peer peer, LoadOrigins origins)
    {
        // Ten thousand first: what a process grows to once is not a leak.
        OpenAndClose(peer, origins, 10_000);
        var before = peer.Use();
        OpenAndClose(peer, origins, 100_000);
        var after = peer.Use();
        return
        [
            new(new("leak-rss-before", "RSS before 100,000 tunnels", "MiB", MoreIsBetter: false), before.Rss / 1048576.0),
            new(new("leak-rss-after", "RSS after them", "MiB", MoreIsBetter: false), after.Rss / 1048576.0),
            new(new("leak-descriptors-before", "Descriptors before", "", MoreIsBetter: false), before.Descriptors),
            new(new("leak-descriptors-after", "Descriptors after", "", MoreIsBetter: false), after.Descriptors),
        ];
    }

    private static void OpenAndClose(Peer peer, LoadOrigins origins, int tunnels)
    {
        using var loop = new EventLoop();
        var clients = StartChurn(loop, peer, origins);
        loop.RunUntil(() => clients.Sum(client => client.Tunnels) >= tunnels, TimeSpan.FromMinutes(2), $"{tunnels} tunnels");
        clients.ForEach(client => client.GoesOn = false);
        loop.RunFor(TimeSpan.FromSeconds(1));
    }

    private static RoundTripClient Probe(EventLoop loop, Peer peer, LoadOrigins origins, TimeSpan time)
    {
        var client = new RoundTripClient(loop, peer);
        client.Start(origins.Echo);
        loop.RunFor(Window.RunUp);
        client.Times.Clear();
        loop.RunFor(time);
        return client;
    }

    private static List<ChurnClient> StartChurn(EventLoop loop, Peer peer, LoadOrigins origins)
    {
        var clients = Repeat(64, () => new ChurnClient(loop, peer, origins.Echo));
        clients.ForEach(client => client.Start(origins.Echo));
        return clients;
    }

    private static List<BlockClient> OpenIdle(EventLoop loop, Peer peer, LoadOrigins origins, int tunnels)
    {
        const int atOnce = 64;
        var clients = new List<BlockClient>();
        while (clients.Count < tunnels)
        {
            var some = Repeat(Math.Min(atOnce, tunnels - clients.Count),
                () => new BlockClient(loop, peer).WithBlocksOf(48 * 1024));
            some.ForEach(client => client.Start(origins.Echo));
            loop.RunUntil(() => some.TrueForAll(client => client.IsIdle), s_limit, $"{clients.Count + some.Count} tunnels");
            clients.AddRange(some);
        }

        return clients;
    }

    private static List<T> Repeat<T>(int count, Func<T> make) => [.. Enumerable.Range(0, count).Select(_ => make())];
}
