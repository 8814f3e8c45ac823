using System.Net;
using System.Text;
using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>
/// How long others wait beside clients that never let a proxy rest: four of a kind at once, and beside them a GET and a CONNECT
/// every few milliseconds, each on its own connection.
/// </summary>
internal static class FairWorkloads
{
    private const int Hostiles = 4;

    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_runUp = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_length = TimeSpan.FromSeconds(2);

    /// <summary>The loads, in the order in which they run.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        Beside("options", "pipelined OPTIONS *", Pour(origins => origins.Http, "", "OPTIONS * HTTP/1.1\r\nHost: {0}\r\n\r\n")),
        Beside("denied", "pipelined requests that are denied",
            Pour(origins => origins.Http, "", $"GET http://{PeerSetup.Denied}/ HTTP/1.1\r\nHost: {PeerSetup.Denied}\r\n\r\n")),
        Beside("heads", "pipelined heads of 60 KiB", Pour(origins => origins.Http, "", LargeHead())),
        Beside("chunks-up", "content in chunks of one byte",
            Pour(origins => origins.Sink, "POST http://{0}/ HTTP/1.1\r\nHost: {0}\r\nTransfer-Encoding: chunked\r\n\r\n",
                LoadOrigins.SmallChunk)),
        Beside("chunks-down", "responses in chunks of one byte", Pour(origins => origins.Chunks, Get, "")),
        Beside("interim", "interim responses without end", Pour(origins => origins.Interim, Get, "")),
        Beside("tunnels", "tunnels that never rest",
            (loop, peer, origins) => Repeat(() => new BulkClient(loop, peer)).ForEach(client => client.Start(origins.Source))),
        Beside("connects", "connections that come and go", (loop, peer, origins) => Repeat(() => new ConnectFloodClient(
            loop, peer, origins.Http, Encoding.ASCII.GetBytes($"OPTIONS * HTTP/1.1\r\nHost: {origins.Http}\r\n\r\n")))
                .ForEach(client => client.Start())),
    ];

    private const string Get = "GET http://{0}/ HTTP/1.1\r\nHost: {0}\r\n\r\n";

    private static Workload Beside(string name, string title, Action<EventLoop, Peer, LoadOrigins> start) => new(
        $"fair-{name}", $"A GET and a CONNECT beside {title}", (peer, origins) =>
        {
            using var hostile = new Hostile(loop => start(loop, peer, origins));
            using var loop = new EventLoop();
            ITimedClient[] clients =
            [
                new TimedGetClient(loop, peer, origins.Http, new Times(s_interval)),
                new TimedTunnelClient(loop, peer, origins.Greeting, new Times(s_interval)),
            ];

            // 1. Their waits while the load builds up are not counted.
            Serve(loop, clients, s_runUp);
            foreach (var client in clients)
                client.Times.Clear();

            // 2. Those after that are, and so is what is still in progress at the end.
            Serve(loop, clients, s_length);
            foreach (var client in clients)
                client.GiveUp();
            hostile.Check();
            return [.. Percentiles("get", "GET", clients[0]), .. Percentiles("connect", "CONNECT", clients[1])];

            IEnumerable<Figure> Percentiles(string id, string what, ITimedClient client) =>
            [
                new(new($"fair-{name}-{id}-p50", $"{what} beside {title}, median", "ms", MoreIsBetter: false),
                    client.Times.Percentile(0.50)),
                new(new($"fair-{name}-{id}-p99", $"{what} beside {title}, 99 %", "ms", MoreIsBetter: false),
                    client.Times.Percentile(0.99)),
            ];
        })
    { Only = ["reference", "squid", "haproxy"], Rounds = 3 };

    private static void Serve(EventLoop loop, ITimedClient[] clients, TimeSpan time)
    {
        for (var turns = time / s_interval; turns > 0; turns--)
        {
            foreach (var client in clients.Where(client => client.IsIdle))
                client.Begin();
            loop.RunFor(s_interval);
        }
    }

    private static Action<EventLoop, Peer, LoadOrigins> Pour(Func<LoadOrigins, IPEndPoint> origin, string first, string piece) =>
        (loop, peer, origins) => Repeat(() => new PouringClient(loop, peer, origin(origins), new Pouring(
            first.Replace("{0}", $"{origin(origins)}"), piece.Replace("{0}", $"{origin(origins)}"))))
                .ForEach(client => client.Start());

    private static string LargeHead() =>
        $"OPTIONS * HTTP/1.1\r\nHost: {{0}}\r\n{string.Concat(Enumerable.Repeat("a: b\r\n", 10_000))}\r\n";

    private static List<T> Repeat<T>(Func<T> make) => [.. Enumerable.Range(0, Hostiles).Select(_ => make())];
}
