using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load.Http2;

/// <summary>The loads of clients that speak HTTP/2, in cleartext.</summary>
internal static class Http2Workloads
{
    private const int AtOnce = 64;
    private const int Connections = 4;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <summary>The loads, in the order in which they run.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        Bulk(1),
        Bulk(16),
        Load("tunnels", "Tunnels opened, used for one byte each way, and ended, 64 streams at once over 4 connections", Churn,
            warmUps: 4),
        Load("get", "GET, 64 streams at once over 4 connections, 512 bytes of content", Get, warmUps: 4),
        Load("stalled", "One byte there and back, without and with a tunnel on the same connection whose reader has stopped",
            Stalled),
        Load("memory-10000", "10,000 idle tunnels over 100 connections, each of which has carried 48 KiB both ways", Memory,
            warmUps: 0) with { Rounds = 1 },
    ];

    private static Workload Load(
        string name, string title, Func<Peer, LoadOrigins, IReadOnlyList<Figure>> run, int warmUps = 1) =>
        new($"h2-{name}", title, run)
        {
            Only = ["reference", "nghttpx", "apache", "haproxy"],
            OverHttp2 = true,
            WarmUps = warmUps,
        };

    private static Workload Bulk(int streams)
    {
        var through = streams == 1 ? "1 stream" : $"{streams} streams of a connection";
        return Load($"bulk-{streams}", $"As much as possible from the origin to the client, through {through}", (peer, origins) =>
        {
            using var loop = new EventLoop();
            var client = new Http2Client(loop, peer).Start();
            var bulk = Open(streams, _ => new BulkStream(client, origins.Source));
            return Figures.OfBytes($"h2-bulk-{streams}", through,
                Window.Measure(loop, peer, () => bulk.Sum(stream => stream.Bytes)));
        });
    }

    private static IReadOnlyList<Figure> Churn(Peer peer, LoadOrigins origins)
    {
        using var loop = new EventLoop();
        var streams = StartChurn(loop, peer, origins);
        return Figures.OfCount("h2-tunnels", "Tunnels, HTTP/2", "CPU for a tunnel, HTTP/2",
            Window.Measure(loop, peer, () => streams.Sum(stream => (long)stream.Tunnels)));
    }

    private static IReadOnlyList<Figure> Get(Peer peer, LoadOrigins origins)
    {
        using var loop = new EventLoop();
        var clients = Start(loop, peer, Connections);
        var streams = Open(AtOnce, i => new GetStream(clients[i % Connections], origins.Http));
        return Figures.OfCount("h2-get", "GET, HTTP/2", "CPU for a GET, HTTP/2",
            Window.Measure(loop, peer, () => streams.Sum(stream => (long)stream.Responses)));
    }

    private static IReadOnlyList<Figure> Stalled(Peer peer, LoadOrigins origins)
    {
        // 1. Alone.
        using var loop = new EventLoop();
        var client = new Http2Client(loop, peer).Start();
        var probe = new RoundTripStream(client, origins.Echo);
        probe.Open();
        var alone = Measure(loop, probe);

        // 2. Beside a tunnel whose window is used up, while its origin has more to send.
        var stalled = new BulkStream(client, origins.Source, stalls: true);
        stalled.Open();
        loop.RunUntil(() => stalled.IsStalled, s_limit, "a window that is used up");
        var beside = Measure(loop, probe);
        return
        [
            new(new("h2-alone-p99", "Round trip, HTTP/2, 99 %", "us", MoreIsBetter: false), alone),
            new(new("h2-stalled-p99", "Beside a stalled tunnel, 99 %", "us", MoreIsBetter: false), beside),
            new(new("h2-stalled-ratio", "Ratio of the two", "", MoreIsBetter: false), beside / alone),
        ];
    }

    private static IReadOnlyList<Figure> Memory(Peer peer, LoadOrigins origins)
    {
        // As for HTTP/1: what a process grows to once is not the memory of a stream, and the first ones stay open.
        const int streams = 10_000;
        const int first = Connections * Http2Client.MostStreams;
        Descriptors.Require(streams + (streams / Http2Client.MostStreams));
        OpenAndEnd(peer, origins, 5_000);
        using var loop = new EventLoop();
        OpenIdle(loop, peer, origins, first);
        var before = peer.SettledMemory();
        OpenIdle(loop, peer, origins, streams - first);
        var kib = (peer.SettledMemory() - before) / 1024.0 / (streams - first);
        return [new(new("h2-memory-10000", "Memory, 10,000 idle streams", "KiB/stream", MoreIsBetter: false), kib)];
    }

    private static double Measure(EventLoop loop, RoundTripStream probe)
    {
        loop.RunFor(Window.RunUp);
        probe.Times.Clear();
        loop.RunFor(Window.Length);
        return probe.Times.Percentile(0.99);
    }

    private static void OpenAndEnd(Peer peer, LoadOrigins origins, int tunnels)
    {
        using var loop = new EventLoop();
        var streams = StartChurn(loop, peer, origins);
        loop.RunUntil(() => streams.Sum(stream => stream.Tunnels) >= tunnels, s_limit, $"{tunnels} tunnels");
        streams.ForEach(stream => stream.GoesOn = false);
        loop.RunFor(TimeSpan.FromSeconds(1));
    }

    private static void OpenIdle(EventLoop loop, Peer peer, LoadOrigins origins, int streams)
    {
        for (var opened = 0; opened < streams; opened += Http2Client.MostStreams)
        {
            var client = new Http2Client(loop, peer).Start();
            var some = Open(Http2Client.MostStreams, _ => new BlockStream(client, origins.Echo, 48 * 1024));
            loop.RunUntil(() => some.TrueForAll(stream => stream.IsIdle), s_limit, $"{opened + some.Count} streams");
        }
    }

    private static List<ChurnStream> StartChurn(EventLoop loop, Peer peer, LoadOrigins origins)
    {
        var clients = Start(loop, peer, Connections);
        return Open(AtOnce, i => new ChurnStream(clients[i % Connections], origins.EchoOnce));
    }

    private static List<Http2Client> Start(EventLoop loop, Peer peer, int connections) =>
        [.. Enumerable.Range(0, connections).Select(_ => new Http2Client(loop, peer).Start())];

    private static List<T> Open<T>(int count, Func<int, T> make) where T : LoadStream
    {
        var streams = Enumerable.Range(0, count).Select(make).ToList();
        streams.ForEach(stream => stream.Open());
        return streams;
    }
}
