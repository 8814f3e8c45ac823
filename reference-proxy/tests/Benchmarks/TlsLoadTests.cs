using ConformanceKit.ReferenceProxy.Benchmarks;
using ConformanceKit.ReferenceProxy.Benchmarks.Load;
using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Tests.Benchmarks;

/// <summary>Loads whose clients speak TLS to the peer.</summary>
internal sealed class TlsLoadTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);
    private static readonly PeerKind s_reference = PeerKinds.Reference with { SpeaksTls = true };

    [Test, Platform("Linux")]
    public void Blocks_return_through_TLS_whole()
    {
        using var origins = LoadOrigins.Start();
        using var peers = new RunningPeers(origins);
        using var loop = new EventLoop();
        var client = new BlockClient(loop, peers.Get(s_reference)).WithBlocksOf(200_000);
        client.Start(origins.Echo);
        loop.RunUntil(() => client.IsIdle, s_limit, "a block");
        client.SendBlock();
        loop.RunUntil(() => client.IsIdle, s_limit, "another block");
        client.Bytes.Should().Be(400_000);
    }

    [Test, Platform("Linux")]
    public void A_client_shakes_hands_again_for_each_tunnel()
    {
        using var origins = LoadOrigins.Start();
        using var peers = new RunningPeers(origins);
        using var loop = new EventLoop();
        var client = new ChurnClient(loop, peers.Get(s_reference), origins.Echo);
        client.Start(origins.Echo);
        loop.RunUntil(() => client.Tunnels == 3, s_limit, "three tunnels");
    }

    [Test, Platform("Linux")]
    public void What_arrives_with_the_head_belongs_to_the_tunnel_in_TLS_too()
    {
        using var origins = LoadOrigins.Start();
        using var peers = new RunningPeers(origins);
        using var loop = new EventLoop();
        var client = new TimedTunnelClient(loop, peers.Get(s_reference), origins.Greeting, new Times(s_limit));
        client.Begin();
        loop.RunUntil(() => client.IsIdle, s_limit, "the byte of an origin that speaks first");
    }

    [Test, Platform("Linux")]
    public void A_client_accepts_no_other_certificate()
    {
        using var folder = new Folder();
        folder.Write("other.pem", TlsCertificate.Make());
        using var origins = LoadOrigins.Start();
        using var peers = new RunningPeers(origins);
        using var client = new TcpClient { ReceiveTimeout = 20_000 };
        client.Connect(peers.Get(s_reference).Entry(origins.Echo));
        using var context = new TlsContext(folder["other.pem"]);
        using var session = context.Begin((int)client.Client.Handle);
        session.Invoking(tls => tls.ShakeHands()).Should().Throw<LoadFailedException>()
            .WithMessage("TLS handshake: certificate verify failed");
    }

    [Test, Platform("Linux")]
    public void A_peer_without_TLS_is_not_started_for_it()
    {
        using var origins = LoadOrigins.Start();
        using var peers = new RunningPeers(origins);
        var direct = PeerKinds.Peers.Single(kind => kind.Name == "direct") with { SpeaksTls = true };
        peers.Invoking(all => all.Get(direct)).Should().Throw<LoadFailedException>()
            .WithMessage("direct does not speak TLS to its clients");
    }

    [Test]
    public void A_load_in_TLS_is_the_same_load_under_a_name_of_its_own()
    {
        var load = new Workload("load", "Bulk", (_, _) => [new(Reports.Bulk, 2)]) { WarmUps = 4, Rounds = 3 }.InTls();
        load.Should().BeEquivalentTo(new { Id = "tls-load", Title = "Bulk; in TLS to the peer", WarmUps = 4, Rounds = 3 });
        var measure = load.Run(null!, null!).Should().ContainSingle().Subject.Measure;
        measure.Should().Be(Reports.Bulk with { Id = "tls-bulk-1", Title = "Bulk, 1 tunnel, in TLS" });
        var settings = new Settings([PeerKinds.Reference, .. PeerKinds.Peers], [load], 5);
        settings.PeersOf(load).Should().OnlyContain(kind => kind.SpeaksTls);
    }
}
