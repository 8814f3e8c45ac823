using ConformanceKit.ReferenceProxy.Connections;
using ConformanceKit.ReferenceProxy.Tcp;

namespace ConformanceKit.ReferenceProxy.Tests.Proxy;

internal sealed class BodyTests : ProxyTest
{
    private string Post(string extra) => Get("/x", extra, "POST");

    [Test]
    public async Task A_chunked_request_keeps_its_content_and_loses_extensions_and_trailers()
    {
        var (client, peer, head) = await ForwardAsync(Post("Transfer-Encoding: chunked\r\nTrailer: X-Evil\r\n"));
        head.Should().Contain("Transfer-Encoding: chunked").And.NotContain("Trailer");
        foreach (var b in Bytes.Of("5;a=\"b\"\r\nhello\r\n1\r\n \r\n5\r\nworld\r\n0\r\nX-Evil: 1\r\n\r\n"))
            await client.SendAsync([b]);

        var source = new ByteReader(new TcpConnection(peer.Socket, trace: null));
        var body = new BodyReader(source, new BodyFraming(BodyDelimiter.Chunked), 0, isRequest: true);
        var content = "";
        while (await body.ReadAsync(default) is { IsEmpty: false } bytes)
            content += Bytes.Text(bytes.Span);
        (content, body.End).Should().Be(("hello world", BodyEnd.Complete));

        await peer.SendAsync("HTTP/1.1 204 No Content\r\n\r\n");
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 204 ").And.NotContain("Connection: close");
    }

    [Test]
    public async Task The_request_after_a_body_is_found()
    {
        var (client, peer, _) = await ForwardAsync(Post("Content-Length: 5\r\n") + "hello" + Get("/second"));
        (await peer.ReadAsync(5)).Should().Be("hello");
        await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 200 ").And.NotContain("Connection: close");
        (await peer.ReadHeadAsync()).Should().StartWith("GET /second ");
    }

    [Test]
    public async Task An_expectation_reaches_the_origin_while_the_body_is_withheld()
    {
        var (client, peer, head) = await ForwardAsync(Post("Expect: 100-continue\r\nContent-Length: 5\r\n"));
        head.Should().Contain("Expect: 100-continue");
        await peer.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 100 ");
        await client.SendAsync("hello");
        (await peer.ReadAsync(5)).Should().Be("hello");
        await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 200 ").And.NotContain("Connection: close");
    }

    [Test]
    public async Task A_final_response_instead_of_100_closes_because_a_body_may_still_come()
    {
        var (client, peer, _) = await ForwardAsync(Post("Expect: 100-continue\r\nContent-Length: 5\r\n"));
        await peer.SendAsync("HTTP/1.1 417 No\r\nContent-Length: 2\r\n\r\nno");
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 417 ").And.Contain("Connection: close");
        (await client.ReadAsync(2)).Should().Be("no");
        await client.SendAsync("hello" + Get("/smuggled"));
        (await client.ReadToFinAsync()).Should().BeEmpty();
        Origin.HasBeenDialled.Should().BeFalse();
    }

    [Test]
    public async Task An_early_response_does_not_turn_the_rest_of_the_body_into_a_request()
    {
        var (client, peer, _) = await ForwardAsync(Post("Content-Length: 100000\r\n"));
        await peer.SendAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        peer.Rst();
        (await client.ReadHeadAsync()).Should().MatchRegex("^HTTP/1.1 (403|502) ").And.Contain("Connection: close");
        await client.SendAsync(Get("/smuggled"));
        Origin.HasBeenDialled.Should().BeFalse();
    }

    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n0\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\nzz\r\n")]
    public async Task A_truncated_response_never_looks_complete(string response)
    {
        var (client, peer, _) = await ForwardAsync(Get());
        await peer.SendAsync(response);
        peer.Dispose();
        var head = await client.ReadHeadAsync();
        var body = await client.ReadToFinAsync();
        body.Should().Contain("short").And.NotEndWith("0\r\n\r\n");
        if (!head.Contains("chunked"))
            body.Length.Should().BeLessThan(10);
    }

    [Test]
    public async Task Where_only_close_would_delimit_it_a_truncated_response_ends_with_RST()
    {
        var (client, peer, _) = await ForwardAsync(Get().Replace("HTTP/1.1", "HTTP/1.0"));
        await peer.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n");
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 200 ");
        (await client.ReadAsync(5)).Should().Be("short");
        peer.Dispose();
        await client.Invoking(c => c.ReadToFinAsync()).Should().ThrowAsync<SocketException>();
    }

    [Test]
    public async Task A_truncated_request_never_looks_complete()
    {
        var (client, peer, _) = await ForwardAsync(Post("Transfer-Encoding: chunked\r\n") + "5\r\nshort\r\n");
        await peer.ReadAsync(10);
        client.Dispose();
        await peer.Invoking(p => p.ReadToFinAsync()).Should().ThrowAsync<SocketException>();
    }

    [TestCase("10000000000000005\r\nhello")]
    [TestCase("5\r\nhelloXX")]
    [TestCase("xyz\r\n")]
    public async Task A_bad_chunk_that_came_with_the_head_is_400_before_anyone_is_dialled(string body) =>
        (await RefusedAsync(Post("Transfer-Encoding: chunked\r\n") + body)).Should().StartWith("HTTP/1.1 400 ");

    [Test]
    public async Task A_bad_chunk_later_is_400_and_the_origin_sees_RST()
    {
        var (client, peer, _) = await ForwardAsync(Post("Transfer-Encoding: chunked\r\n") + "5\r\nhello\r\n");
        (await peer.ReadAsync(10)).Should().Be("5\r\nhello\r\n");
        await client.SendAsync("bad\nchunk");
        (await client.ReadToFinAsync()).Should().StartWith("HTTP/1.1 400 ").And.Contain("Connection: close");
        await peer.Invoking(p => p.ReadToFinAsync()).Should().ThrowAsync<SocketException>();
    }

    [Test]
    public async Task A_client_that_stops_inside_its_body_is_408()
    {
        StartProxy(o => o with { IdleTimeout = Short });
        var (client, _, _) = await ForwardAsync(Post("Content-Length: 5\r\n") + "he");
        (await client.ReadToFinAsync()).Should().StartWith("HTTP/1.1 408 ").And.Contain("Connection: close");
    }

    [Test]
    public async Task Large_bodies_both_ways()
    {
        var bytes = new byte[2 << 20];
        Random.Shared.NextBytes(bytes);
        using var client = await DialAsync();
        var sent = Task.Run(async () =>
        {
            await client.SendAsync(Post($"Content-Length: {bytes.Length}\r\nConnection: close\r\n"));
            await client.SendAsync(bytes);
        });
        using var peer = await Origin.AcceptAsync();
        await peer.ReadHeadAsync();
        Bytes.Of(await peer.ReadAsync(bytes.Length)).AsSpan().SequenceEqual(bytes).Should().BeTrue();
        await sent;

        await peer.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {bytes.Length}\r\n\r\n");
        var back = peer.SendAsync(bytes);
        await client.ReadHeadAsync();
        Bytes.Of(await client.ReadToFinAsync()).AsSpan().SequenceEqual(bytes).Should().BeTrue();
        await back;
    }
}
