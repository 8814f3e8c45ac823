namespace ConformanceKit.ReferenceProxy.Tests.Proxy;

/// <summary>How the connection to an origin is kept between two requests of one client (RFC 9112 §9.3, §9.6, §9.2).</summary>
internal sealed class KeptOriginTests : ProxyTest
{
    private const string Answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";

    [TestCase("GET", Answer + "ok", "ok")]
    [TestCase("GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", "2\r\nok\r\n0\r\n\r\n")]
    [TestCase("GET", "HTTP/1.1 103 Early Hints\r\nConnection: close\r\n\r\n" + Answer + "ok", "HTTP/1.1 200 OK\r\n")]
    [TestCase("HEAD", Answer, "")]
    [TestCase("OPTIONS", "HTTP/1.1 204 No Content\r\n\r\n", "")]
    public async Task It_serves_the_next_request(string method, string answer, string rest)
    {
        var (client, origin, head) = await ForwardAsync(Get("/1", "", method));
        head.Should().NotContain("Connection");
        await origin.SendAsync(answer);
        (await client.ReadHeadAsync()).Should().NotContain("close");
        (await client.ReadAsync(rest.Length)).Should().Be(rest);

        await client.SendAsync(Get("/2", "Connection: close\r\n"));
        (await origin.ReadHeadAsync()).Should().StartWith("GET /2 ").And.Contain("Connection: close");
        await origin.SendAsync(Answer + "hi");
        (await client.ReadToFinAsync()).Should().EndWith("\r\nConnection: close\r\n\r\nhi");
        (await origin.ReadToFinAsync()).Should().BeEmpty();
        Origin.HasBeenDialled.Should().BeFalse();
    }

    [Test]
    public async Task It_serves_a_GET_after_a_POST_but_never_a_POST()
    {
        var (client, first, _) = await ForwardAsync(Get("/1", "Content-Length: 2\r\n", "POST") + "up");
        await first.ReadAsync(2);
        await AnswerAsync(client, first);

        await client.SendAsync(Get("/2"));
        (await first.ReadHeadAsync()).Should().StartWith("GET /2 ");
        await AnswerAsync(client, first);

        await client.SendAsync(Get("/3", "Content-Length: 0\r\n", "POST"));
        (await first.ReadToFinAsync()).Should().BeEmpty();
        using var second = await Origin.AcceptAsync();
        (await second.ReadHeadAsync()).Should().StartWith("POST /3 ");
        await AnswerAsync(client, second);

        await client.SendAsync(Get("/4", "Content-Length: 2\r\n") + "up");
        (await second.ReadToFinAsync()).Should().BeEmpty();
        using var third = await Origin.AcceptAsync();
        (await third.ReadHeadAsync()).Should().StartWith("GET /4 ");
    }

    [Test]
    public async Task Another_authority_gets_another_connection()
    {
        var (client, first, _) = await ForwardAsync(Get());
        await AnswerAsync(client, first);

        using var other = new Origin();
        await client.SendAsync($"GET http://{other.Authority}/ HTTP/1.1\r\nHost: x\r\n\r\n");
        using var second = await other.AcceptAsync();
        (await second.ReadHeadAsync()).Should().StartWith($"GET / HTTP/1.1\r\nHost: {other.Authority}\r\n");
        (await first.ReadToFinAsync()).Should().BeEmpty();
        await AnswerAsync(client, second);
    }

    [Test]
    public async Task A_tunnel_needs_none()
    {
        var (client, first, _) = await ForwardAsync(Get());
        await AnswerAsync(client, first);

        await client.SendAsync(ConnectRequest());
        (await first.ReadToFinAsync()).Should().BeEmpty();
        using var second = await Origin.AcceptAsync();
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 200 ");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task One_that_the_origin_has_closed_meanwhile_is_replaced(bool reset)
    {
        var (client, first, _) = await ForwardAsync(Get());
        await AnswerAsync(client, first);
        if (reset)
            first.Rst();
        else
            first.Fin();

        await client.SendAsync(Get("/2"));
        using var second = await Origin.AcceptAsync();
        (await second.ReadHeadAsync()).Should().StartWith("GET /2 ");
        await AnswerAsync(client, second);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_request_that_the_origin_closes_on_is_sent_once_more_and_not_twice(bool reset)
    {
        var (client, first, _) = await ForwardAsync(Get());
        await AnswerAsync(client, first);

        // 1. The origin receives the request, and closes without an answer.
        await client.SendAsync(Get("/2"));
        var head = await first.ReadHeadAsync();
        if (reset)
            first.Rst();
        else
            first.Fin();

        // 2. It does so again on a new connection, and that counts as its answer.
        using var second = await Origin.AcceptAsync();
        (await second.ReadHeadAsync()).Should().Be(head);
        second.Fin();
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 502 ").And.NotContain("Connection: close");
        Origin.HasBeenDialled.Should().BeFalse();
    }

    [Test]
    public async Task A_response_that_has_begun_is_not_asked_for_again()
    {
        var (client, first, _) = await ForwardAsync(Get());
        await AnswerAsync(client, first);

        await client.SendAsync(Get("/2"));
        await first.ReadHeadAsync();
        await first.SendAsync("H");
        first.Fin();
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 502 ");
        Origin.HasBeenDialled.Should().BeFalse();
    }

    [TestCase("HTTP/1.1 200 Rest\r\nContent-Length: 0\r\n\r\n")]
    [TestCase("\r\n")]
    public async Task Bytes_behind_a_response_answer_nothing(string rest)
    {
        // 1. The bytes arrive with the response.
        var (client, first, _) = await ForwardAsync(Get());
        await first.SendAsync(Answer + "ok" + rest);
        await ReadAnswerAsync(client);
        await client.SendAsync(Get("/2"));
        using var second = await Origin.AcceptAsync();
        (await second.ReadHeadAsync()).Should().StartWith("GET /2 ");
        (await first.ReadToFinAsync()).Should().BeEmpty();

        // 2. They arrive after it.
        await AnswerAsync(client, second);
        await second.SendAsync(rest);
        await client.SendAsync(Get("/3"));
        using var third = await Origin.AcceptAsync();
        (await third.ReadHeadAsync()).Should().StartWith("GET /3 ");
        await AnswerAsync(client, third);
    }

    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: x, Close\r\n\r\nok")]
    [TestCase("HTTP/1.0 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok")]
    public async Task One_that_the_origin_will_close_is_not_kept(string answer)
    {
        var (client, first, _) = await ForwardAsync(Get());
        await first.SendAsync(answer);
        await ReadAnswerAsync(client);
        (await first.ReadToFinAsync()).Should().BeEmpty();

        await client.SendAsync(Get());
        using var second = await Origin.AcceptAsync();
        await AnswerAsync(client, second);
    }

    [Test]
    public async Task It_ends_with_its_client_and_serves_no_other()
    {
        var (client, first, _) = await ForwardAsync(Get());
        await AnswerAsync(client, first);

        var (_, second, _) = await ForwardAsync(Get("/other"));
        second.Should().NotBeSameAs(first);

        client.Fin();
        (await first.ReadToFinAsync()).Should().BeEmpty();
        (await client.ReadToFinAsync()).Should().BeEmpty();
    }

    private static async Task AnswerAsync(Peer client, Peer origin)
    {
        await origin.SendAsync(Answer + "ok");
        await ReadAnswerAsync(client);
    }

    private static async Task ReadAnswerAsync(Peer client)
    {
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 200 OK\r\n").And.NotContain("Connection: close");
        (await client.ReadAsync(2)).Should().Be("ok");
    }
}
