using ConformanceKit.ReferenceProxy.Tcp;

namespace ConformanceKit.ReferenceProxy.Tests.Proxy;

/// <summary>When a client has gone, its request to the origin ends, and its place is free for others.</summary>
internal sealed class GoneClientTests : ProxyTest
{
    [TestCase("")]
    [TestCase("HTTP/1.1 103 Early Hints\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\n\r\nx")]
    public async Task RST_ends_the_exchange_while_the_origin_is_silent(string sofar)
    {
        var (client, origin, _) = await ForwardAsync(Get());
        await origin.SendAsync(sofar);
        if (sofar.Length > 0)
            await client.ReadHeadAsync();
        client.Rst();
        await SeesResetAsync(origin);
        await TellsAsync(" ClientGone");
    }

    [Test]
    public async Task So_it_does_behind_pipelined_requests()
    {
        var (client, origin, _) = await ForwardAsync(Get() + Get("/next"));
        await client.SendAsync(Get("/last"));
        client.Rst();
        await SeesResetAsync(origin);
        await TellsAsync(" ClientGone");
    }

    [Test]
    public async Task So_it_does_while_the_origin_takes_nothing_of_the_content()
    {
        var (client, origin, _) = await ForwardAsync(Get("/x", "Content-Length: 100000000\r\n", "POST"));
        var sending = client.Invoking(async c => await c.SendAsync(new byte[100_000_000])).Should().ThrowAsync<Exception>();
        await Wait.UntilAsync(() => !client.Socket.Poll(0, SelectMode.SelectWrite));
        client.Rst();
        await sending;
        await Wait.UntilAsync(
            () => Log.Any(line => line.EndsWith(" ClientGone") || line.EndsWith("client closed inside its content")));
        await SeesResetAsync(origin);
    }

    [Test]
    public async Task Its_place_is_free_again()
    {
        StartProxy(o => o with { MaxConnections = 1 });
        var (client, origin, _) = await ForwardAsync(Get());
        (await RefusedAsync("")).Should().StartWith("HTTP/1.1 503 ");
        client.Rst();
        await SeesResetAsync(origin);
        await TellsAsync(" ClientGone");

        // Its place becomes free a moment after that is logged: until then, another client is still one too many.
        Peer next = null!;
        await Wait.UntilAsync(async () =>
        {
            next = await DialAsync();
            await next.SendAsync("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n");
            var isServed = !(await next.ReadHeadAsync()).StartsWith("HTTP/1.1 503 ");
            if (!isServed)
                next.Dispose();
            return isServed;
        });

        await next.SendAsync(Get());
        var second = Keep(await Origin.AcceptAsync());
        await second.ReadHeadAsync();
        await second.SendAsync("HTTP/1.1 204 No Content\r\n\r\n");
        (await next.ReadHeadAsync()).Should().StartWith("HTTP/1.1 204 ");
    }

    [Test]
    public async Task Behind_FIN_the_response_still_comes()
    {
        var (client, origin, _) = await ForwardAsync(Get());
        client.Fin();
        await Wait.UntilAsync(() => TcpInfo.Of(client.Socket).IsUnderWay == false);
        await origin.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        (await client.ReadToFinAsync()).Should().StartWith("HTTP/1.1 200 ").And.EndWith("ok");
    }

    [Test]
    public async Task Behind_FIN_the_origin_may_not_be_silent_for_long()
    {
        StartProxy(o => o with { DrainTimeout = Short });
        var (client, origin, _) = await ForwardAsync(Get());
        client.Fin();
        (await client.ReadToFinAsync()).Should().StartWith("HTTP/1.1 504 ");
        await origin.ReadToFinAsync();
    }

    private static async Task SeesResetAsync(Peer origin) =>
        await origin.Invoking(o => o.ReadToFinAsync()).Should().ThrowAsync<SocketException>();

    private Task TellsAsync(string end) => Wait.UntilAsync(() => Log.Any(line => line.EndsWith(end)));
}
