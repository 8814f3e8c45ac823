namespace ConformanceKit.ReferenceProxy.Tests.Proxy;

internal sealed class TunnelTests : ProxyTest
{
    [TestCase("")]
    [TestCase("Connection: close\r\n")]
    public async Task Early_bytes_go_first_and_once(string extra)
    {
        using var client = await DialAsync();
        await client.SendAsync(ConnectRequest(extra) + "early");
        using var peer = await Origin.AcceptAsync();
        await client.ReadHeadAsync();
        await client.SendAsync(" late");
        client.Fin();
        (await peer.ReadToFinAsync()).Should().Be("early late");
    }

    [Test]
    public async Task An_origin_may_speak_first()
    {
        using var client = await DialAsync();
        await client.SendAsync(ConnectRequest());
        using var peer = await Origin.AcceptAsync();
        await peer.SendAsync("220 ready\r\n");
        (await client.ReadHeadAsync() + await client.ReadAsync(11)).Should().EndWith("established\r\n\r\n220 ready\r\n");
    }

    [Test]
    public async Task Every_byte_is_passed_on_unread()
    {
        var (client, peer) = await TunnelAsync();
        var bytes = new byte[256 * 3];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)i;
        var request = "GET http://o/ HTTP/1.1\r\n\r\nCONNECT o:1 HTTP/1.1\r\n\r\n\r\n\r\n";

        await client.SendAsync(bytes);
        await client.SendAsync(request);
        client.Fin();

        (await peer.ReadToFinAsync()).Should().Be(Bytes.Text(bytes) + request);
    }

    [Test]
    public async Task FIN_is_passed_on_and_the_other_direction_stays_open()
    {
        var (client, peer) = await TunnelAsync();
        await client.SendAsync("question");
        client.Fin();
        (await peer.ReadToFinAsync()).Should().Be("question");
        await peer.SendAsync("answer");
        peer.Fin();
        (await client.ReadToFinAsync()).Should().Be("answer");
    }

    [Test]
    public async Task The_origins_FIN_too()
    {
        var (client, peer) = await TunnelAsync();
        peer.Fin();
        (await client.ReadToFinAsync()).Should().BeEmpty();
        await client.SendAsync("still");
        client.Fin();
        (await peer.ReadToFinAsync()).Should().Be("still");
    }

    [Test]
    public async Task Everything_arrives_before_the_close_of_the_origin()
    {
        var (client, peer) = await TunnelAsync();
        var bytes = new byte[4 << 20];
        Random.Shared.NextBytes(bytes);
        var sent = Task.Run(async () =>
        {
            await peer.SendAsync(bytes);
            peer.Dispose();
        });

        var received = await client.ReadToFinAsync();
        await sent;
        Bytes.Of(received).AsSpan().SequenceEqual(bytes).Should().BeTrue();
    }

    [Test]
    public async Task Both_directions_at_once()
    {
        var (client, peer) = await TunnelAsync();
        var bytes = new byte[3 << 20];
        Random.Shared.NextBytes(bytes);
        async Task<string> Exchange(Peer one)
        {
            var received = one.ReadToFinAsync();
            await one.SendAsync(bytes);
            one.Fin();
            return await received;
        }

        foreach (var received in await Task.WhenAll(Task.Run(() => Exchange(client)), Task.Run(() => Exchange(peer))))
            Bytes.Of(received).AsSpan().SequenceEqual(bytes).Should().BeTrue();
    }

    [Test]
    public async Task RST_is_passed_on_as_RST()
    {
        var (client, peer) = await TunnelAsync();
        peer.Rst();
        await client.Invoking(c => c.ReadToFinAsync()).Should().ThrowAsync<SocketException>();

        var (client2, peer2) = await TunnelAsync();
        client2.Rst();
        await peer2.Invoking(p => p.ReadToFinAsync()).Should().ThrowAsync<SocketException>();
    }

    [Test]
    public async Task A_client_that_closes_completely_closes_the_origins_side()
    {
        var (client, peer) = await TunnelAsync();
        client.Dispose();
        (await peer.ReadToFinAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task A_quiet_tunnel_is_closed()
    {
        StartProxy(o => o with { IdleTimeout = Short });
        var (client, peer) = await TunnelAsync();
        (await client.ReadToFinAsync()).Should().BeEmpty();
        (await peer.ReadToFinAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task One_active_direction_keeps_both_alive()
    {
        // Longer than a busy machine delays a test, and less than the bytes below take in total.
        StartProxy(o => o with { IdleTimeout = TimeSpan.FromSeconds(4) });
        var (client, peer) = await TunnelAsync();
        for (var i = 0; i < 80; i++)
        {
            await Task.Delay(60);
            await peer.SendAsync("x");
        }

        await client.SendAsync("alive");
        (await peer.ReadAsync(5)).Should().Be("alive");
        (await client.ReadAsync(80)).Should().Be(new string('x', 80));
    }

    [Test]
    public async Task After_one_FIN_the_other_direction_may_not_stay_quiet_for_long()
    {
        StartProxy(o => o with { DrainTimeout = Short });
        var (client, peer) = await TunnelAsync();
        client.Fin();
        (await client.ReadToFinAsync()).Should().BeEmpty();
        (await peer.ReadToFinAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task A_client_that_leaves_while_dialling_leaves_nothing_behind()
    {
        using var full = new BlackHole();
        using var client = await DialAsync();
        await client.SendAsync($"CONNECT {full.Authority} HTTP/1.1\r\nHost: x\r\n\r\n");
        client.Fin();
        (await client.ReadToFinAsync()).Should().BeEmpty();
        Log.Should().Contain(line => line.EndsWith("client closed while dialling"));
    }

    [Test]
    public async Task A_dial_that_takes_too_long_is_504()
    {
        StartProxy(o => o with { DialTimeout = Short });
        using var full = new BlackHole();
        using var client = await DialAsync();
        await client.SendAsync($"CONNECT {full.Authority} HTTP/1.1\r\nHost: x\r\n\r\n");
        (await client.ReadToFinAsync()).Should().StartWith("HTTP/1.1 504 ").And.Contain("error=connection_timeout");
    }
}
