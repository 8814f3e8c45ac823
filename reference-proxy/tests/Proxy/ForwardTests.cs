namespace ConformanceKit.ReferenceProxy.Tests.Proxy;

internal sealed class ForwardTests : ProxyTest
{
    [Test]
    public async Task A_request_is_forwarded_and_its_response_comes_back_with_Date_and_Via()
    {
        var (client, peer, head) = await ForwardAsync(Get("/a?b", "Connection: X-Hop\r\nX-Hop: 1\r\nX: 2\r\n"));
        head.Should().Be($"GET /a?b HTTP/1.1\r\nHost: {Origin.Authority}\r\nX: 2\r\nVia: 1.1 reference-proxy\r\n\r\n");

        await peer.SendAsync("HTTP/1.1 299 So\r\nConnection: X-Hop\r\nX-Hop: 1\r\nContent-Length: 2\r\n\r\nok");
        var response = await client.ReadHeadAsync();
        response.Should()
            .MatchRegex(@"^HTTP/1\.1 299 So\r\nDate: [^\r]+ GMT\r\nVia: 1\.1 reference-proxy\r\nContent-Length: 2\r\n\r\n$");
        (await client.ReadAsync(2)).Should().Be("ok");
    }

    [Test]
    public async Task Pipelined_requests_are_answered_in_order_and_extra_bytes_reach_nobody()
    {
        using var client = await DialAsync();
        await client.SendAsync(Get("/slow") + Get("/fast", "Connection: close\r\n"));

        using var slow = await Origin.AcceptAsync();
        (await slow.ReadHeadAsync()).Should().StartWith("GET /slow ");
        await slow.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nslowEXTRA");
        using var fast = await Origin.AcceptAsync();
        (await fast.ReadHeadAsync()).Should().StartWith("GET /fast ");
        await fast.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfast");

        (await client.ReadHeadAsync()).Should().NotContain("Connection: close");
        (await client.ReadAsync(4)).Should().Be("slow");
        (await client.ReadHeadAsync()).Should().Contain("Connection: close");
        (await client.ReadToFinAsync()).Should().Be("fast");
    }

    [Test]
    public async Task Interim_responses_are_forwarded_to_HTTP_1_1()
    {
        var (client, peer, _) = await ForwardAsync(Get());
        await peer.SendAsync("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n");
        (await client.ReadHeadAsync()).Should().Be("HTTP/1.1 103 Early Hints\r\nLink: x\r\nVia: 1.1 reference-proxy\r\n\r\n");
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 204 ").And.NotContain("Connection: close");
    }

    [Test]
    public async Task HTTP_1_0_gets_neither_interim_responses_nor_chunks_nor_a_second_request()
    {
        var (client, peer, _) = await ForwardAsync(Get("/x", "Connection: keep-alive\r\n").Replace("HTTP/1.1", "HTTP/1.0"));
        await peer.SendAsync(
            "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: "
            + "chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n");
        var answer = await client.ReadToFinAsync();
        answer.Should().StartWith("HTTP/1.1 200 OK\r\n").And.EndWith("\r\n\r\nhello")
            .And.Contain("\r\nConnection: close\r\n").And.NotContain("Transfer-Encoding");
    }

    [Test]
    public async Task A_close_delimited_HTTP_1_0_response_becomes_chunked()
    {
        var (client, peer, _) = await ForwardAsync(Get());
        await peer.SendAsync("HTTP/1.0 200 OK\r\n\r\nhello");
        peer.Dispose();
        var head = await client.ReadHeadAsync();
        head.Should().Contain("Transfer-Encoding: chunked").And.Contain("Via: 1.0 reference-proxy").And.NotContain("close");
        (await client.ReadAsync(15)).Should().Be("5\r\nhello\r\n0\r\n\r\n");
    }

    [Test]
    public async Task HEAD_and_304_have_no_body_whatever_they_say()
    {
        var (client, peer, _) = await ForwardAsync(Get("/x", "", "HEAD"));
        await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
        (await client.ReadHeadAsync()).Should().Contain("Content-Length: 5");

        await client.SendAsync(Get());
        (await peer.ReadHeadAsync()).Should().StartWith("GET ");
        await peer.SendAsync("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n");
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 304 ");
    }

    [TestCase("Transfer-Encoding: chunked\r\n\r\n2", "\r\nok\r\n0\r\n\r\n", "2\r\nok\r\n0\r\n\r\n")]
    [TestCase("Content-Length: 2\r\n\r\n", "ok", "ok")]
    public async Task A_head_does_not_wait_for_its_body(string begin, string rest, string body)
    {
        var (client, peer, _) = await ForwardAsync(Get());
        await peer.SendAsync("HTTP/1.1 200 OK\r\n" + begin);
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 200 OK\r\n");
        await peer.SendAsync(rest);
        (await client.ReadAsync(body.Length)).Should().Be(body);
    }

    [Test]
    public async Task A_body_that_is_malformed_at_once_still_has_its_head()
    {
        var (client, peer, _) = await ForwardAsync(Get());
        await peer.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n");
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 200 OK\r\n");
        (await client.ReadToFinAsync()).Should().BeEmpty();
    }

    [TestCase("GET /x HTTP/1.1\r\nHost: o\r\n\r\n", "HTTP/1.1 400 ")]
    [TestCase("GET o:80 HTTP/1.1\r\nHost: o\r\n\r\n", "HTTP/1.1 400 ")]
    [TestCase("GET https://o/ HTTP/1.1\r\nHost: o\r\n\r\n", "HTTP/1.1 501 ")]
    [TestCase("GET http://o/\r\n", "HTTP/1.1 400 ")]
    [TestCase("PRI * HTTP/2.0\r\n", "HTTP/1.1 505 ")]
    public async Task Other_forms_are_refused(string request, string status) =>
        (await RefusedAsync(request)).Should().StartWith(status);

    [Test]
    public async Task OPTIONS_and_TRACE_may_end_here()
    {
        using var client = await DialAsync();
        await client.SendAsync("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n" + Get("", "Max-Forwards: 0\r\n", "OPTIONS"));
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 200 ").And.Contain("Content-Length: 0");
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 200 ").And.Contain("Allow: ");

        var trace = Get("/x", "Max-Forwards: 0\r\nCookie: secret\r\nAuthorization: secret\r\nX: y\r\nConnection: close\r\n",
            "TRACE");
        await client.SendAsync(trace);
        var answer = await client.ReadToFinAsync();
        answer.Should().Contain("Content-Type: message/http").And.Contain("\r\n\r\nTRACE http://").And.Contain("X: y")
            .And.NotContain("secret");
        Origin.HasBeenDialled.Should().BeFalse();
    }

    [Test]
    public async Task A_target_that_is_the_proxy_and_a_repeated_Via_are_loops()
    {
        var self = Proxy.EndPoint;
        (await RefusedAsync($"GET http://{self}/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
            .Should().Contain("proxy_loop_detected");
        (await RefusedAsync(Get("/", "Via: 1.1 reference-proxy, 1.1 reference-proxy\r\nConnection: close\r\n")))
            .Should().Contain("proxy_loop_detected");
    }

    [TestCase("")]
    [TestCase("HTTP/1.1 200 OK\r\n")]
    public async Task An_origin_that_closes_without_a_response_is_502_and_not_asked_again(string start)
    {
        var (client, peer, _) = await ForwardAsync(Get("/x", "Content-Length: 0\r\n", "POST"));
        await peer.SendAsync(start);
        peer.Dispose();
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 502 ").And.Contain("error=http_response_incomplete");
        Origin.HasBeenDialled.Should().BeFalse();
    }

    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nhello")]
    [TestCase("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n")]
    [TestCase("SSH-2.0-x\r\n")]
    public async Task A_response_that_is_not_one_is_502(string response)
    {
        var (client, peer, _) = await ForwardAsync(Get());
        await peer.SendAsync(response);
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 502 ");
    }

    [Test]
    public async Task A_silent_origin_is_504()
    {
        StartProxy(o => o with { IdleTimeout = Short });
        var (client, _, _) = await ForwardAsync(Get());
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 504 ").And.Contain("error=http_response_timeout");
    }
}
