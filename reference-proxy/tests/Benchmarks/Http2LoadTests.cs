using ConformanceKit.ReferenceProxy.Benchmarks;
using ConformanceKit.ReferenceProxy.Benchmarks.Load;
using ConformanceKit.ReferenceProxy.Benchmarks.Load.Http2;
using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Tests.Benchmarks;

/// <summary>Loads whose clients speak HTTP/2 to the peer.</summary>
internal sealed class Http2LoadTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);
    private static readonly PeerKind s_reference = PeerKinds.Reference with { SpeaksHttp2 = true };

    // An empty SETTINGS, WINDOW_UPDATE, and DATA on stream 3 with END_STREAM.
    private static readonly byte[] s_frames =
    [
        0, 0, 0, 4, 0, 0, 0, 0, 0,
        0, 0, 4, 8, 0, 0, 0, 0, 1, 0, 0, 0, 9,
        0, 0, 5, 0, 1, 0, 0, 0, 3, (byte)'h', (byte)'e', (byte)'l', (byte)'l', (byte)'o',
    ];

    [Test]
    public void Frames_are_whole_wherever_they_were_cut([Range(1, 35)] int cut)
    {
        var parts = new FrameParts();
        var seen = new StringBuilder();
        foreach (var piece in new[] { s_frames[..cut], s_frames[cut..] })
        {
            ReadOnlySpan<byte> bytes = piece;
            while (parts.TryTake(ref bytes, out var part))
            {
                seen.Append(parts.Type == FrameType.Data ? Encoding.ASCII.GetString(part) : $"{parts.Type} {part.Length}, ");
                seen.Append(parts is { Type: FrameType.Data, Ends: true } ? $" on {parts.Stream}" : "");
            }
            bytes.Length.Should().Be(0);
        }
        seen.ToString().Should().Be("Settings 0, WindowUpdate 4, hello on 3");
    }

    [TestCase("88", true)]
    [TestCase("2088", true)]
    [TestCase("208D", false)]
    [TestCase("", false)]
    public void The_status_is_at_the_beginning(string block, bool isOk) =>
        FieldBlock.IsOk(Convert.FromHexString(block)).Should().Be(isOk);

    [Test, Platform("Linux")]
    public void Blocks_return_on_all_streams_of_a_connection_whole()
    {
        using var origins = LoadOrigins.Start();
        using var peers = new RunningPeers(origins);
        using var loop = new EventLoop();
        var client = new Http2Client(loop, peers.Get(s_reference)).Start();
        var streams = Enumerable.Range(0, 3).Select(_ => new BlockStream(client, origins.Echo, 200_000)).ToList();
        streams.ForEach(stream => stream.Open());
        loop.RunUntil(() => streams.TrueForAll(stream => stream.IsIdle), s_limit, "three blocks");
    }

    [Test, Platform("Linux")]
    public void Streams_are_opened_and_ended_one_after_the_other()
    {
        using var origins = LoadOrigins.Start();
        using var peers = new RunningPeers(origins);
        using var loop = new EventLoop();
        var client = new Http2Client(loop, peers.Get(s_reference)).Start();
        var (tunnel, get) = (new ChurnStream(client, origins.EchoOnce), new GetStream(client, origins.Http));
        tunnel.Open();
        get.Open();
        loop.RunUntil(() => tunnel.Tunnels >= 3 && get.Responses >= 3, s_limit, "three tunnels and three responses");
    }

    [Test, Platform("Linux")]
    public void A_reader_that_has_stopped_receives_no_more_than_its_window()
    {
        using var origins = LoadOrigins.Start();
        using var peers = new RunningPeers(origins);
        using var loop = new EventLoop();
        var client = new Http2Client(loop, peers.Get(s_reference)).Start();
        var stalled = new BulkStream(client, origins.Source, stalls: true);
        stalled.Open();
        loop.RunUntil(() => stalled.IsStalled, s_limit, "a window");
        loop.RunFor(TimeSpan.FromMilliseconds(100));
        stalled.IsStalled.Should().BeTrue();
    }

    [Test, Platform("Linux")]
    public void A_gateway_is_the_origin_that_a_tunnel_leads_to()
    {
        using var origins = LoadOrigins.Start();
        using var client = new TcpClient { ReceiveTimeout = 20_000 };
        client.Connect(origins.Gateway);
        using var stream = client.GetStream();
        var answer = new byte[19];
        stream.Write(Encoding.ASCII.GetBytes($"CONNECT {origins.Echo} HTTP/1.1\r\nHost: {origins.Echo}\r\n\r\n"));
        stream.ReadExactly(answer);
        Encoding.ASCII.GetString(answer).Should().Be("HTTP/1.1 200 OK\r\n\r\n");
        stream.Write("hello"u8);
        stream.ReadExactly(answer, 0, 5);
        answer[..5].Should().Equal("hello"u8.ToArray());
    }

    [Test]
    public void A_peer_that_carries_only_what_names_it_carries_nothing_else()
    {
        var named = new PeerKind("named", null, null, "", TunnelForm.Connect, _ => []) { OnlyNamed = true };
        var load = new Workload("load", "", (_, _) => []);
        new Settings([PeerKinds.Reference, named], [load], 1).PeersInUse.Should().Equal(PeerKinds.Reference);
        var http2 = load with { OverHttp2 = true, Only = ["named"] };
        new Settings([PeerKinds.Reference, named], [http2], 1).PeersOf(http2).Should()
            .Equal(named with { SpeaksHttp2 = true });
    }
}
