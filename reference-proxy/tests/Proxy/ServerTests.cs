namespace ConformanceKit.ReferenceProxy.Tests.Proxy;

internal sealed class ServerTests : ProxyTest
{
    [Test]
    public async Task Stopping_lets_a_tunnel_end_and_closes_idle_connections()
    {
        var (client, peer) = await TunnelAsync();
        using var idle = await DialAsync();
        var stopped = Proxy.StopAsync(TimeSpan.FromSeconds(20));

        (await idle.ReadToFinAsync()).Should().BeEmpty();
        await client.SendAsync("last");
        (await peer.ReadAsync(4)).Should().Be("last");
        client.Fin();
        peer.Fin();
        await stopped.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Test]
    public async Task Stopping_ends_a_tunnel_when_the_time_is_over()
    {
        var (client, _) = await TunnelAsync();
        await Proxy.StopAsync(Short).WaitAsync(TimeSpan.FromSeconds(30));
        (await client.ReadToFinAsync()).Should().BeEmpty();
        Log.Should().Contain(line => line.EndsWith(" Stopped"));
    }

    [Test]
    public async Task A_defect_does_not_pass_unseen_where_requests_are_not_logged()
    {
        var failed = new TaskCompletionSource<string>();
        await using var proxy = ProxyServer.Start(new ProxyOptions
        {
            Failures = line => failed.TrySetResult(line),
            Connect = (_, _) => throw new InvalidOperationException("a defect"),
        });
        using var client = await Peer.DialAsync(proxy.EndPoint);
        await client.SendAsync(ConnectRequest());

        (await failed.Task.WaitAsync(TimeSpan.FromSeconds(30))).Should().StartWith("internal error on connection 1: ")
            .And.Contain("a defect");
        (await client.ReadToFinAsync()).Should().BeEmpty();
    }

    [Test]
    public void An_address_in_use_is_a_socket_exception() =>
        FluentActions.Invoking(() => ProxyServer.Start(new ProxyOptions { Listen = Proxy.EndPoint }))
            .Should().Throw<SocketException>().Which.SocketErrorCode.Should().Be(SocketError.AddressAlreadyInUse);

    [Test]
    public void An_open_relay_needs_to_be_asked_for()
    {
        var open = new ProxyOptions { Listen = new IPEndPoint(IPAddress.Any, 0) };
        FluentActions.Invoking(() => ProxyServer.Start(open)).Should().Throw<ArgumentException>().WithMessage("*credentials*");
    }

    [Test]
    public void Options_that_cannot_work_are_refused()
    {
        ProxyOptions[] wrong =
        [
            new() { Name = "two words" }, new() { Name = "1st" }, new() { Realm = "a\r\nb" }, new() { MaxHead = 0 },
            new() { IdleTimeout = TimeSpan.Zero }, new() { DialTimeout = TimeSpan.FromDays(50) },
        ];
        foreach (var options in wrong)
            FluentActions.Invoking(() => ProxyServer.Start(options)).Should().Throw<ArgumentException>();
    }

    [Test]
    public async Task Stopping_and_disposing_may_be_repeated()
    {
        var proxy = Proxy;
        await proxy.StopAsync(Short);
        await proxy.StopAsync(Short);
        await proxy.DisposeAsync();
        await proxy.DisposeAsync();
        proxy.EndPoint.Port.Should().BePositive();
    }

    [Test]
    public async Task One_line_is_logged_for_each_request()
    {
        var (client, peer) = await TunnelAsync();
        await client.SendAsync("12345");
        client.Fin();
        await peer.ReadToFinAsync();
        peer.Fin();
        await client.ReadToFinAsync();
        await Proxy.StopAsync(TimeSpan.FromSeconds(5));
        Log.Should().ContainSingle(line => line.Contains($"\"CONNECT {Origin.Authority} HTTP/1.1\" 200 5 up 0 down"));
    }

    [Test]
    public async Task Many_tunnels_do_not_mix()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
        {
            using var origin = new Origin();
            using var client = await DialAsync();
            await client.SendAsync($"CONNECT {origin.Authority} HTTP/1.1\r\nHost: x\r\n\r\nname {i}");
            using var peer = await origin.AcceptAsync();
            client.Fin();
            (await peer.ReadToFinAsync()).Should().Be($"name {i}");
        }));
    }
}
