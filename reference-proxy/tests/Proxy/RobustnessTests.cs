namespace ConformanceKit.ReferenceProxy.Tests.Proxy;

internal sealed class RobustnessTests : ProxyTest
{
    [TestCase("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", 400)]
    [TestCase("Transfer-Encoding: chunked, gzip\r\n", 400)]
    [TestCase("Transfer-Encoding: xchunked\r\n", 501)]
    [TestCase("Content-Length: 5\r\nContent-Length: 6\r\n", 400)]
    [TestCase("Content-Length: +5\r\n", 400)]
    [TestCase("X : y\r\n", 400)]
    [TestCase("X: y\r\n folded\r\n", 400)]
    [TestCase("X: a\rb\r\n", 400)]
    [TestCase("X: a\0b\r\n", 400)]
    [TestCase("X: a\n", 400)]
    [TestCase("Host: again\r\n", 400)]
    public async Task A_doubtful_head_is_refused_and_the_connection_closes(string fields, int status)
    {
        var answer = await RefusedAsync(Get("/x", fields, "POST") + "0\r\n\r\n" + Get("/smuggled"));
        answer.Should().StartWith($"HTTP/1.1 {status} ").And.Contain("\r\nConnection: close\r\n");
        answer.Split("HTTP/1.1 ").Should().HaveCount(2);
    }

    [TestCase("\u0016\u0003\u0001\u0002\0\u0001")]
    [TestCase("\u0005\u0001\0")]
    [TestCase("\u0004\u0001\0P\u007f\0\0\u0001\0")]
    public async Task Garbage_is_400_at_once(string garbage) =>
        (await RefusedAsync(garbage)).Should().StartWith("HTTP/1.1 400 ");

    [Test]
    public async Task A_long_request_line_is_forwarded()
    {
        var path = "/" + new string('a', 8000);
        var (_, _, head) = await ForwardAsync(Get(path));
        head.Should().StartWith($"GET {path} HTTP/1.1\r\n");
    }

    [TestCase("http://o/", "", "HTTP/1.1 414 ")]
    [TestCase("http://o/ HTTP/1.1\r\nHost: o\r\nX: ", "", "HTTP/1.1 431 ")]
    [TestCase("http://o/ HTTP/1.1\r\nHost: o", "\r\nX: y", "HTTP/1.1 431 ")]
    public async Task A_client_that_is_still_writing_can_read_that_it_is_too_much(string start, string repeated, string status)
    {
        using var client = await DialAsync();
        var filler = repeated.Length == 0 ? new string('a', 1 << 20) : string.Concat(Enumerable.Repeat(repeated, 1 << 17));
        await client.SendAsync("GET " + start + filler);
        (await client.ReadToFinAsync()).Should().StartWith(status);
    }

    [TestCase("GET http://o/ HTTP/1.1\r\nHo")]
    [TestCase("G")]
    public async Task A_head_that_takes_too_long_is_408(string start)
    {
        StartProxy(o => o with { HeaderTimeout = Short });
        (await RefusedAsync(start)).Should().StartWith("HTTP/1.1 408 ").And.Contain("Connection: close");
    }

    [Test]
    public async Task An_idle_connection_is_closed_without_a_word()
    {
        StartProxy(o => o with { IdleTimeout = Short, HeaderTimeout = TimeSpan.FromMilliseconds(10) });
        using var client = await DialAsync();
        (await client.ReadToFinAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task Too_many_connections_are_503()
    {
        StartProxy(o => o with { MaxConnections = 1 });
        var (first, _) = await TunnelAsync();
        using (first)
            (await RefusedAsync("")).Should().StartWith("HTTP/1.1 503 ").And.Contain("connection_limit_reached");
    }

    [Test]
    public async Task Clients_that_are_not_allowed_get_403()
    {
        StartProxy(o => o with { AllowedClients = [IPNetwork.Parse("10.0.0.0/8")] });
        (await RefusedAsync(ConnectRequest())).Should().StartWith("HTTP/1.1 403 ");
    }

    [Test]
    public async Task Space_before_the_colon_of_a_response_is_removed_and_folds_are_joined()
    {
        var (client, peer, _) = await ForwardAsync(Get());
        await peer.SendAsync("HTTP/1.1 200 OK\r\nX : a\r\n\t b\r\nContent-Length: 0\r\n\r\n");
        (await client.ReadHeadAsync()).Should().Contain("\r\nX: a b\r\n");
    }
}
