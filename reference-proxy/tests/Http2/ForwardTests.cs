using ConformanceKit.ReferenceProxy.Http2;

namespace ConformanceKit.ReferenceProxy.Tests.Http2;

/// <summary>Requests in HTTP/2 that go on to an origin in HTTP/1.1 (RFC 9113 §8.3.1).</summary>
internal sealed class ForwardTests : Http2Test
{
    [Test]
    public async Task A_request_becomes_one_of_HTTP_1_1()
    {
        var client = await DialHttp2Async();
        await client.GetAsync(
            1, Origin.Authority, "/a%2Fb/../c;d?x=%20&&y", "cookie: a=1", "x-own: y", "cookie: b=2", "te: trailers");
        using var origin = await Origin.AcceptAsync();
        (await origin.ReadHeadAsync()).Should().Be(
            $"GET /a%2Fb/../c;d?x=%20&&y HTTP/1.1\r\nHost: {Origin.Authority}\r\nx-own: y\r\ncookie: a=1; b=2\r\n"
            + "Via: 2.0 reference-proxy\r\n\r\n");
    }

    [Test]
    public async Task A_response_becomes_one_of_HTTP_2()
    {
        var client = await DialHttp2Async();
        await client.GetAsync(1, Origin.Authority);
        using var origin = await Origin.AcceptAsync();
        await origin.ReadHeadAsync();
        await origin.SendAsync(
            "HTTP/1.1 200 Fine\r\nDate: today\r\nX-Own: y\r\nX-Hop: z\r\nConnection: X-Hop\r\nKeep-Alive: timeout=5\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Trailer: t\r\n\r\n");
        (await client.ReadHeadAsync(1, ends: false)).Should().Be(
            ":status: 200\ndate: today\nx-own: y\nvia: 1.1 reference-proxy");
        (await client.ReadToEndAsync(1)).Should().Be("abc");
    }

    [Test]
    public async Task The_origins_connection_is_kept()
    {
        // A stream may end a moment before its connection to the origin is put back, so not every request finds one.
        var client = await DialHttp2Async();
        var origins = new List<Peer>();
        var isKept = false;
        for (var stream = 1; !isKept; stream += 2)
        {
            await client.GetAsync(stream, Origin.Authority, $"/{stream}");
            await Wait.UntilAsync(() => Origin.HasBeenDialled || origins.Exists(HasBytes));
            isKept = origins.Exists(HasBytes);
            if (!isKept)
                origins.Add(Keep(await Origin.AcceptAsync()));
            var origin = isKept ? origins.First(HasBytes) : origins[^1];
            (await origin.ReadHeadAsync()).Should().StartWith($"GET /{stream} ");
            await origin.SendAsync("HTTP/1.1 204 No Content\r\nDate: today\r\n\r\n");
            (await client.ReadHeadAsync(stream, ends: true)).Should().StartWith(":status: 204");
        }

        static bool HasBytes(Peer peer) => peer.Socket.Available > 0;
    }

    [Test]
    public async Task OPTIONS_for_the_server_keeps_its_asterisk()
    {
        var client = await DialHttp2Async();
        await client.HeadersAsync(1, ends: true, Http2Peer.Request("OPTIONS", Origin.Authority, "*"));
        using var origin = await Origin.AcceptAsync();
        (await origin.ReadHeadAsync()).Should().StartWith($"OPTIONS * HTTP/1.1\r\nHost: {Origin.Authority}\r\n");
    }

    [Test]
    public async Task Content_of_unknown_length_is_forwarded_in_chunks()
    {
        var client = await DialHttp2Async();
        await client.HeadersAsync(1, ends: false, Http2Peer.Request("POST", Origin.Authority, "/x"));
        using var origin = await Origin.AcceptAsync();
        (await origin.ReadHeadAsync()).Should().EndWith("\r\nTransfer-Encoding: chunked\r\n\r\n");
        await client.DataAsync(1, "hello");
        (await origin.ReadAsync(10)).Should().Be("5\r\nhello\r\n");
        await client.DataAsync(1, " you", ends: true);
        (await origin.ReadAsync(14)).Should().Be("4\r\n you\r\n0\r\n\r\n");
    }

    [Test]
    public async Task Content_of_known_length_is_forwarded_but_the_last_byte_only_with_the_end()
    {
        var client = await DialHttp2Async();
        await client.HeadersAsync(1, ends: false, [.. Http2Peer.Request("POST", Origin.Authority, "/x"), "content-length: 9"]);
        using var origin = await Origin.AcceptAsync();
        (await origin.ReadHeadAsync()).Should().EndWith("\r\nContent-Length: 9\r\n\r\n");
        await client.DataAsync(1, "hello you");
        (await origin.ReadAsync(8)).Should().Be("hello yo");
        await client.DataAsync(1, "", ends: true);
        (await origin.ReadAsync(1)).Should().Be("u");
    }

    [Test]
    public async Task A_trailer_section_ends_the_content_and_is_dropped()
    {
        var client = await DialHttp2Async();
        await client.HeadersAsync(1, ends: false, Http2Peer.Request("POST", Origin.Authority, "/x"));
        await client.DataAsync(1, "a");
        await client.HeadersAsync(1, ends: true, "x-trailer: t");
        using var origin = await Origin.AcceptAsync();
        (await origin.ReadHeadAsync()).Should().NotContain("x-trailer");
        (await origin.ReadAsync(11)).Should().Be("1\r\na\r\n0\r\n\r\n");
    }

    [TestCase(9, "hello", true, TestName = "less than announced")]
    [TestCase(4, "hello", false, TestName = "more than announced")]
    [TestCase(5, "hello,again", false, TestName = "more than announced, in two frames")]
    public async Task It_is_a_stream_error_if_there_is(int announced, string content, bool ends)
    {
        var client = await DialHttp2Async();
        await client.HeadersAsync(
            1, ends: false, [.. Http2Peer.Request("POST", Origin.Authority, "/x"), $"content-length: {announced}"]);
        using var origin = await Origin.AcceptAsync();
        await origin.ReadHeadAsync();
        var parts = content.Split(',');
        foreach (var part in parts)
            await client.DataAsync(1, part, ends && part == parts[^1]);
        (await client.ReadResetAsync(1)).Should().Be(ErrorCode.ProtocolError);

        // The origin never gets a complete request.
        var received = "";
        await origin.Awaiting(ReadAllAsync).Should().ThrowAsync<SocketException>();
        received.Length.Should().BeLessThan(announced);

        async Task ReadAllAsync(Peer peer)
        {
            while (true)
                received += await peer.ReadAsync(1);
        }
    }

    [Test]
    public async Task It_is_a_stream_error_if_content_is_announced_as_empty_and_is_not()
    {
        var client = await DialHttp2Async();
        await client.HeadersAsync(1, ends: false, [.. Http2Peer.Request("POST", Origin.Authority, "/x"), "content-length: 0"]);
        await client.DataAsync(1, "GET /smuggled");
        (await client.ReadResetAsync(1)).Should().Be(ErrorCode.ProtocolError);

        // The first to reach the origin is the next request.
        await client.GetAsync(3, Origin.Authority, "/next");
        using var next = await Origin.AcceptAsync();
        (await next.ReadHeadAsync()).Should().StartWith("GET /next ");
    }

    [Test]
    public async Task Interim_responses_are_passed_on()
    {
        var client = await DialHttp2Async();
        await client.GetAsync(1, Origin.Authority);
        using var origin = await Origin.AcceptAsync();
        await origin.ReadHeadAsync();
        await origin.SendAsync(
            "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nDate: today\r\nContent-Length: 0\r\n\r\n");
        (await client.ReadHeadAsync(1, ends: false)).Should().Be(":status: 103\nlink: x\nvia: 1.1 reference-proxy");
        (await client.ReadHeadAsync(1, ends: false)).Should().StartWith(":status: 200\n").And.EndWith("\ncontent-length: 0");
        (await client.ReadToEndAsync(1)).Should().BeEmpty();
    }

    [Test]
    public async Task Nobody_switches_protocols()
    {
        var client = await DialHttp2Async();
        await client.GetAsync(1, Origin.Authority);
        using var origin = await Origin.AcceptAsync();
        await origin.ReadHeadAsync();
        await origin.SendAsync("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n");
        (await client.ReadHeadAsync(1)).Should().StartWith(":status: 502\n");
    }

    [TestCase("HEAD", "200 OK\r\nContent-Length: 42", ":status: 200")]
    [TestCase("GET", "304 Not Modified\r\nContent-Length: 42", ":status: 304")]
    [TestCase("GET", "204 No Content", ":status: 204")]
    public async Task A_response_without_content_ends_with_its_head(string method, string response, string status)
    {
        var client = await DialHttp2Async();
        await client.HeadersAsync(1, ends: true, Http2Peer.Request(method, Origin.Authority, "/x"));
        using var origin = await Origin.AcceptAsync();
        await origin.ReadHeadAsync();
        await origin.SendAsync($"HTTP/1.1 {response}\r\n\r\n");
        (await client.ReadHeadAsync(1, ends: true)).Should().StartWith(status);
    }

    [TestCase("Content-Length: 9\r\n\r\nabc")]
    [TestCase("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")]
    public async Task A_response_that_ends_too_early_is_reset(string response)
    {
        var client = await DialHttp2Async();
        await client.GetAsync(1, Origin.Authority);
        using var origin = await Origin.AcceptAsync();
        await origin.ReadHeadAsync();
        await origin.SendAsync("HTTP/1.1 200 OK\r\n" + response);
        (await client.ReadHeadAsync(1, ends: false)).Should().StartWith(":status: 200\n");
        origin.Fin();
        (await client.ReadAsync()).Should().BeEquivalentTo(new { Text = "abc", EndsStream = false });
        (await client.ReadResetAsync(1)).Should().Be(ErrorCode.InternalError);
    }

    [Test]
    public async Task A_fast_response_overtakes_a_slow_one()
    {
        var client = await DialHttp2Async();
        await client.GetAsync(1, Origin.Authority, "/slow");
        using var slow = await Origin.AcceptAsync();
        await slow.ReadHeadAsync();
        await client.GetAsync(3, Origin.Authority, "/fast");
        using var fast = await Origin.AcceptAsync();
        await fast.ReadHeadAsync();
        await fast.SendAsync("HTTP/1.1 204 Fast\r\n\r\n");
        (await client.ReadHeadAsync(3)).Should().StartWith(":status: 204");
        await slow.SendAsync("HTTP/1.1 204 Slow\r\n\r\n");
        (await client.ReadHeadAsync(1)).Should().StartWith(":status: 204");
    }

    [Test]
    public async Task A_request_that_is_cancelled_does_not_keep_its_origin()
    {
        var client = await DialHttp2Async();
        await client.GetAsync(1, Origin.Authority);
        using var origin = await Origin.AcceptAsync();
        await origin.ReadHeadAsync();
        await client.ResetAsync(1, ErrorCode.Cancel);
        await origin.Awaiting(peer => peer.ReadToFinAsync()).Should().ThrowAsync<SocketException>();
    }

    [Test]
    public async Task An_early_response_arrives_and_the_client_is_told_to_stop()
    {
        var client = await DialHttp2Async();
        await client.HeadersAsync(1, ends: false, Http2Peer.Request("POST", Origin.Authority, "/x"));
        await client.DataAsync(1, "begun");
        using var origin = await Origin.AcceptAsync();
        await origin.ReadHeadAsync();
        await origin.SendAsync("HTTP/1.1 413 Too much\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig");
        origin.Fin();
        (await client.ReadHeadAsync(1)).Should().StartWith(":status: 413");
        (await client.ReadToEndAsync(1)).Should().Be("big");
        (await client.ReadResetAsync(1)).Should().Be(ErrorCode.NoError);
    }

    [Test]
    public async Task Credentials_are_asked_for_on_each_stream()
    {
        StartProxy(options => options with { Credentials = [new("alice", "secret")] });
        var client = await DialHttp2Async();
        const string credentials = "proxy-authorization: Basic YWxpY2U6c2VjcmV0";
        await client.GetAsync(1, Origin.Authority);
        (await client.ReadHeadAsync(1)).Should().StartWith(":status: 407\n").And.Contain("\nproxy-authenticate: Basic realm=");
        await client.ReadToEndAsync(1);
        await client.GetAsync(3, Origin.Authority, "/x", credentials);
        using var origin = await Origin.AcceptAsync();
        (await origin.ReadHeadAsync()).Should().NotContain("uthorization");
        await origin.SendAsync("HTTP/1.1 204 No Content\r\n\r\n");
        (await client.ReadHeadAsync(3)).Should().StartWith(":status: 204");
        await client.ConnectAsync(5, Origin.Authority);
        (await client.ReadHeadAsync(5)).Should().StartWith(":status: 407\n");
    }
}
