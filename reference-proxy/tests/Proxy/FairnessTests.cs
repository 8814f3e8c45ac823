namespace ConformanceKit.ReferenceProxy.Tests.Proxy;

/// <summary>
/// No peer keeps others waiting, whatever it sends and however fast. Beside four of a kind that never let the proxy rest, a GET
/// and a CONNECT are served; no test depends on how quickly.
/// </summary>
[NonParallelizable]
internal sealed class FairnessTests
{
    private const int Floods = 4;

    // A number of bytes or connections, enough to show that a flood continues.
    private const int Some = 100;

    // Far longer than a served client ever waits, and a tenth of what a client that is not served waits.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly List<IDisposable> _opened = [];
    private readonly Origin _origin = new();
    private readonly Origin _hostile = new();

    [TearDown]
    public void Close()
    {
        _hostile.Dispose();
        _origin.Dispose();
        _opened.AsEnumerable().Reverse().ToList().ForEach(one => one.Dispose());
    }

    [TestCase("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 200, "")]
    [TestCase("OPTIONS http://x/ HTTP/1.1\r\nHost: x\r\nMax-Forwards: 0\r\n\r\n", 200, "")]
    [TestCase("TRACE http://x/ HTTP/1.1\r\nHost: x\r\nMax-Forwards: 0\r\n\r\n", 200, "")]
    [TestCase("GET http://x/ HTTP/1.1\r\nHost: x\r\nVia: 1.1 reference-proxy, 1.1 reference-proxy\r\n\r\n", 502, "")]
    [TestCase("GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 403, "--allow-ports 443,1024-65535")]
    [TestCase("GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 407, "--credentials a:b")]
    public async Task Pipelined_requests_that_the_proxy_answers_itself(string request, int status, string options)
    {
        var proxy = await StartAsync(options);
        var floods = Repeat(() => Flood.Dial(proxy, "", request));
        await AreServedBesideAsync(proxy, floods, flood => flood.Received);
        floods.Should().OnlyContain(flood => flood.Begins.StartsWith($"HTTP/1.1 {status} "));
    }

    [Test]
    public async Task Pipelined_requests_with_large_heads()
    {
        var proxy = await StartAsync("");
        var request = $"OPTIONS * HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Repeat("a: b\r\n", 10_000))}\r\n";
        await AreServedBesideAsync(proxy, Repeat(() => Flood.Dial(proxy, "", request)), flood => flood.Received);
    }

    [Test]
    public async Task Request_bodies_in_chunks_of_one_byte()
    {
        var proxy = await StartAsync("");
        var head = $"POST http://{_hostile.Authority}/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
        await AreServedBesideAsync(proxy, (await PairsAsync(proxy, head, "1\r\nx\r\n", "", "")).Origins, flood => flood.Received);
    }

    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n", "1.1")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n", "1.0")]
    [TestCase("", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", "1.1")]
    public async Task Responses_in_small_pieces(string first, string endless, string version)
    {
        var proxy = await StartAsync("");
        var head = $"GET http://{_hostile.Authority}/ HTTP/{version}\r\nHost: x\r\n\r\n";
        await AreServedBesideAsync(proxy, (await PairsAsync(proxy, head, "", first, endless)).Clients, flood => flood.Received);
    }

    [Test]
    public async Task Interim_responses_for_a_client_that_is_not_told_of_them()
    {
        var proxy = await StartAsync("");
        var head = $"GET http://{_hostile.Authority}/ HTTP/1.0\r\nHost: x\r\n\r\n";
        var pairs = await PairsAsync(proxy, head, "", "", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
        await AreServedBesideAsync(proxy, pairs.Origins, flood => flood.Sent);
        pairs.Clients.Should().OnlyContain(client => client.Received == 0);
    }

    [Test]
    public async Task Tunnels_that_never_rest()
    {
        var proxy = await StartAsync("");
        var head = $"CONNECT {_hostile.Authority} HTTP/1.1\r\nHost: {_hostile.Authority}\r\n\r\n";
        var pairs = await PairsAsync(proxy, head, "up", "", "down");
        await AreServedBesideAsync(proxy, [.. pairs.Clients, .. pairs.Origins], flood => flood.Received);
    }

    [Test]
    public async Task Connections_that_come_and_go()
    {
        var proxy = await StartAsync("");
        var floods = Repeat(() => new ConnectFlood(proxy, "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n"));
        await AreServedBesideAsync(proxy, floods, flood => flood.Connections);
    }

    /// <summary>
    /// Opens floods of clients and their origins, of which one or both send endlessly. What a flood has sent says little about
    /// the proxy as long as it fits into sockets; what arrives shows that the flood continues.
    /// </summary>
    private async Task<(List<Flood> Clients, List<Flood> Origins)> PairsAsync(IPEndPoint proxy, string head, string up,
        string first, string down)
    {
        List<Flood> clients = [];
        List<Flood> origins = [];
        for (var i = 0; i < Floods; i++)
        {
            clients.Add(Keep(Flood.Dial(proxy, head, up)));
            var accepted = await _hostile.AcceptAsync(s_patience);
            origins.Add(Keep(new Flood(accepted.Socket, first, down)));
        }

        return (clients, origins);
    }

    private async Task AreServedBesideAsync<T>(IPEndPoint proxy, List<T> floods, Func<T, long> count)
    {
        // 1. All floods have begun.
        await GoOnAsync();

        // 2. Other clients are served.
        for (var i = 0; i < 3; i++)
        {
            await ServeAsync(proxy,
                $"GET http://{_origin.Authority}/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\nProxy-Authorization: Basic "
                + "YTpi\r\n\r\n");
            await ServeAsync(proxy,
                $"CONNECT {_origin.Authority} HTTP/1.1\r\nHost: {_origin.Authority}\r\nProxy-Authorization: Basic YTpi\r\n\r\n");
        }

        // 3. They were served beside the floods, which continue.
        await GoOnAsync();

        async Task GoOnAsync()
        {
            using var deadline = new CancellationTokenSource(s_patience);
            foreach (var flood in floods)
            {
                for (var before = count(flood); count(flood) < before + Some;)
                    await Task.Delay(1, deadline.Token);
            }
        }
    }

    /// <summary>Serves one client: one request, and the answer, which is the origin's.</summary>
    private async Task ServeAsync(IPEndPoint proxy, string request)
    {
        using var client = await Peer.DialAsync(proxy, s_patience);
        await client.SendAsync(request);
        using var origin = await _origin.AcceptAsync(s_patience);
        await origin.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nserved");
        origin.Fin();
        (await client.ReadToFinAsync()).Should().StartWith("HTTP/1.1 200 ").And.EndWith("served");
    }

    private async Task<IPEndPoint> StartAsync(string options) =>
        Keep(await ProxyProcess.StartAsync(options.Split(' ', StringSplitOptions.RemoveEmptyEntries))).EndPoint;

    private List<T> Repeat<T>(Func<T> make) where T : IDisposable => [.. Enumerable.Range(0, Floods).Select(_ => Keep(make()))];

    private T Keep<T>(T opened) where T : IDisposable
    {
        _opened.Add(opened);
        return opened;
    }
}
