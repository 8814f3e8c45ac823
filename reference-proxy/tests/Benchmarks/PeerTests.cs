using ConformanceKit.ReferenceProxy.Benchmarks;
using ConformanceKit.ReferenceProxy.Benchmarks.Load;
using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Tests.Benchmarks;

/// <summary>What is read about processes, and how peers start and end.</summary>
internal sealed class PeerTests
{
    [Test]
    public void The_name_of_a_program_may_hold_spaces_and_parentheses() =>
        ProcessStat.Parse("77 (a (b) c) S 1 70 71 0 -1 4194304 9 9 9 9 150 50 20 5 20 0 1 0 12345 1 2")
            .Should().Be(new ProcessStat(71, TimeSpan.FromSeconds(2.25)));

    [Test]
    public void What_the_host_took_is_a_part_of_all_time_of_all_cores()
    {
        var before = StolenTime.Parse("cpu  100 0 50 800 10 5 5 30 7 0");
        before.Should().Be(new StolenTime(30, 1000));
        StolenTime.Parse("cpu  200 0 100 850 10 5 5 80 7 0").ShareSince(before).Should().Be(0.2);
        before.ShareSince(before).Should().Be(0);
        StolenTime.Now().All.Should().BePositive();
    }

    [Test]
    public void Memory_is_in_bytes() =>
        ProcessMemory.Parse(
            ["55d0-7ffe ---p 00000000 00:00 0 [rollup]", "Rss:                1804 kB", "Pss:                 211 kB",
                "Pss_Anon: 99 kB"])
            .Should().Be(new ProcessMemory(211 * 1024, 1804 * 1024));

    [TestCase("20000", 20000)]
    [TestCase("unlimited", long.MaxValue)]
    public void The_limit_of_descriptors_is_the_one_in_force(string soft, long limit) =>
        Descriptors.Limit(
            ["Limit                     Soft Limit           Hard Limit           Units     ",
                $"Max open files   {soft}   1048576   files"])
            .Should().Be(limit);

    [Test]
    public void A_process_that_is_just_ending_has_no_memory() => ProcessMemory.Parse([]).Should().Be(default(ProcessMemory));

    [Test]
    public void A_program_that_is_missing_has_one_line_on_how_to_get_it() =>
        new PeerKind("sample", "no-such-program", "sample-package", "-v", TunnelForm.Connect, _ => []).Missing()
            .Should().Be("sample is not installed: apt-get install sample-package (or leave it out of --peers)");

    [Test]
    public void A_load_can_be_for_the_reference_alone_and_for_fewer_rounds_and_have_its_own_number_of_warm_ups()
    {
        Workload often = new("often", "", (_, _) => []) { WarmUps = 2 };
        var once = often with { OnlyReference = true, WarmUps = 0, Rounds = 1 };
        new Settings([PeerKinds.Reference, .. PeerKinds.Peers], [often, once],
            5).Runs.Should().Be(((1 + PeerKinds.Peers.Count(peer => !peer.OnlyNamed)) * (2 + 5)) + 1);
    }

    [Test]
    public void The_estimate_takes_the_runs_to_come_to_be_like_those_that_are_over()
    {
        Progress.Estimate(TimeSpan.FromSeconds(10), over: 2, runs: 8).Should().Be(TimeSpan.FromSeconds(40));
        Progress.Estimate(TimeSpan.FromSeconds(10), over: 0, runs: 8).Should().BeNull();
    }

    [Test, Platform("Linux")]
    public void A_peer_gives_tunnels_when_it_has_started_and_leaves_nothing_when_it_has_ended()
    {
        using var origins = LoadOrigins.Start();
        IPEndPoint entry;
        using (var peers = new RunningPeers(origins))
        {
            var peer = peers.Get(PeerKinds.Reference);
            peer.NeedsConnect.Should().BeTrue();
            peer.Use().Pss.Should().BePositive();
            peer.Use().Descriptors.Should().BePositive();
            entry = peer.Entry(origins.Echo);
        }
        using var client = new TcpClient();
        client.Invoking(one => one.Connect(entry)).Should().Throw<SocketException>().Which.SocketErrorCode
            .Should().Be(SocketError.ConnectionRefused);
    }

    [Test, Platform("Linux")]
    public void No_peer_starts_after_the_end()
    {
        using var origins = LoadOrigins.Start();
        var peers = new RunningPeers(origins);
        peers.Dispose();
        peers.Invoking(closed => closed.Get(PeerKinds.Reference)).Should().Throw<OperationCanceledException>();
    }
}
