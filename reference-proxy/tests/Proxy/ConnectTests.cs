using ConformanceKit.ReferenceProxy.Dialling;

namespace ConformanceKit.ReferenceProxy.Tests.Proxy;

internal sealed class ConnectTests : ProxyTest
{
    [TestCase("")]
    [TestCase("X-Foo: 1\r\n")]
    [TestCase("Connection: close\r\n")]
    [TestCase("Content-Length: 0\r\n")]
    public async Task The_answer_is_200_with_nothing_else(string extra)
    {
        using var client = await DialAsync();
        await client.SendAsync(ConnectRequest(extra));
        (await client.ReadHeadAsync()).Should().Be("HTTP/1.1 200 Connection established\r\n\r\n");
        using var peer = await Origin.AcceptAsync();

        await client.SendAsync("up");
        (await peer.ReadAsync(2)).Should().Be("up");
        await peer.SendAsync("down");
        (await client.ReadAsync(4)).Should().Be("down");
    }

    [Test]
    public async Task HTTP_1_0_without_Host()
    {
        using var client = await DialAsync();
        await client.SendAsync($"CONNECT {Origin.Authority} HTTP/1.0\r\n\r\n");
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 200 ");
    }

    [Test]
    public async Task One_byte_per_segment_after_an_empty_line()
    {
        using var client = await DialAsync();
        foreach (var b in Bytes.Of("\r\n" + ConnectRequest()))
            await client.SendAsync([b]);
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 200 ");
    }

    [Test]
    public async Task IPv6_literal()
    {
        using var origin = new Origin(IPAddress.IPv6Loopback);
        using var client = await DialAsync();
        await client.SendAsync($"CONNECT [::1]:{origin.Port} HTTP/1.1\r\nHost: x\r\n\r\n");
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 200 ");
        using var peer = await origin.AcceptAsync();
    }

    [Test]
    public async Task Every_address_of_a_name_is_tried_and_Host_does_not_matter()
    {
        using var client = await DialAsync();
        await client.SendAsync($"CONNECT LOCALHOST:{Origin.Port} HTTP/1.1\r\nHost: other:1\r\n\r\n");
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 200 ");
        using var peer = await Origin.AcceptAsync();
    }

    [TestCase("{0}:")]
    [TestCase("{0}")]
    [TestCase("{0}:+{1}")]
    [TestCase("u:p@{0}:{1}")]
    [TestCase("http://{0}:{1}/")]
    [TestCase("{0}:{1}/x")]
    [TestCase(":{1}")]
    [TestCase("::1:{1}")]
    [TestCase("[127.0.0.1]:{1}")]
    [TestCase("{0}:0")]
    public async Task A_malformed_target_is_400_and_nobody_is_dialled(string target)
    {
        target = string.Format(null, target, "127.0.0.1", Origin.Port);
        (await RefusedAsync($"CONNECT {target} HTTP/1.1\r\nHost: x\r\n\r\n")).Should().StartWith("HTTP/1.1 400 ");
    }

    [Test]
    public async Task The_port_does_not_wrap()
    {
        var target = $"127.0.0.1:{Origin.Port + 4294967296}";
        (await RefusedAsync($"CONNECT {target} HTTP/1.1\r\nHost: x\r\n\r\n")).Should().StartWith("HTTP/1.1 400 ");
    }

    [Test]
    public async Task Methods_are_case_sensitive() =>
        (await RefusedAsync($"connect {Origin.Authority} HTTP/1.1\r\nHost: x\r\n\r\n")).Should().StartWith("HTTP/1.1 400 ");

    [TestCase("Host: x\r\nHost: x\r\n")]
    [TestCase("")]
    [TestCase("Host: x\r\nContent-Length: 5\r\n")]
    [TestCase("Host: x\r\nTransfer-Encoding: chunked\r\n")]
    public async Task Host_and_content_are_checked(string fields) =>
        (await RefusedAsync($"CONNECT {Origin.Authority} HTTP/1.1\r\n{fields}\r\nhello")).Should().StartWith("HTTP/1.1 400 ");

    [Test]
    public async Task A_refused_connection_is_502_and_closes_and_drops_what_follows()
    {
        using var closed = new Origin();
        var target = closed.Authority;
        closed.Dispose();

        var answer = await RefusedAsync($"CONNECT {target} HTTP/1.1\r\nHost: x\r\n\r\n" + Get("/smuggled"));

        answer.Should().StartWith("HTTP/1.1 502 ").And.Contain("\r\nConnection: close\r\n")
            .And.Contain("\r\nProxy-Status: reference-proxy; error=connection_refused;");
        answer.Split("HTTP/1.1 ").Should().HaveCount(2);
    }

    [Test]
    public async Task A_client_that_stays_after_a_dial_that_took_its_time_is_not_waited_for()
    {
        StartProxy(options => options with
        {
            Connect = async (_, cancel) =>
            {
                await Task.Delay(50, cancel);
                throw new SocketException((int)SocketError.ConnectionRefused);
            },
        });

        using var client = await DialAsync();
        await client.SendAsync(ConnectRequest());
        (await client.ReadToFinAsync()).Should().StartWith("HTTP/1.1 502 ");
        await Proxy.StopAsync(TimeSpan.FromMinutes(10)).WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Test]
    public async Task A_name_is_looked_up_where_the_options_say()
    {
        StartProxy(options => options with { Resolve = name => name == "my_origin.test" ? [IPAddress.Loopback] : [] });
        using var origin = new Origin();

        using var client = await DialAsync();
        await client.SendAsync($"CONNECT my_origin.test:{origin.Port} HTTP/1.1\r\nHost: x\r\n\r\n");
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 200 ");
    }

    [Test]
    public async Task An_unknown_name_is_502()
    {
        var answer = await RefusedAsync("CONNECT x.invalid:443 HTTP/1.1\r\nHost: x\r\n\r\n");
        answer.Should().StartWith("HTTP/1.1 502 ").And.Contain("error=dns_error");
    }

    [Test]
    public async Task Policy_is_403_and_502()
    {
        StartProxy(o => o with { AllowedPorts = [new PortRange(1, 2)] });
        (await RefusedAsync(ConnectRequest())).Should().StartWith("HTTP/1.1 403 ").And.Contain("error=http_request_denied");
    }

    [Test]
    public async Task A_denied_address_is_502_under_any_name()
    {
        StartProxy(o => o with { Denied = [DenyRule.Parse("127.0.0.0/8"), DenyRule.Parse("::1")] });
        var answer = await RefusedAsync($"CONNECT localhost:{Origin.Port} HTTP/1.1\r\nHost: x\r\n\r\n");
        answer.Should().StartWith("HTTP/1.1 502 ").And.Contain("error=destination_ip_prohibited");
    }

    [Test]
    public async Task A_tunnel_to_the_proxy_itself_is_a_loop()
    {
        var self = Proxy.EndPoint;
        (await RefusedAsync($"CONNECT {self} HTTP/1.1\r\nHost: x\r\n\r\n")).Should().StartWith("HTTP/1.1 502 ")
            .And.Contain("proxy_loop_detected");
    }

    [Test]
    public async Task The_option_Connect_opens_the_connection_to_the_origin()
    {
        IPEndPoint? asked = null;
        StartProxy(options => options with
        {
            Connect = async (address, cancel) =>
            {
                asked = address;
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, Origin.Port, cancel);
                return socket;
            },
        });

        using var client = await DialAsync();
        await client.SendAsync("CONNECT 192.0.2.1:99 HTTP/1.1\r\nHost: x\r\n\r\n");
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 200 ");
        using var peer = await Origin.AcceptAsync();
        await client.SendAsync("up");
        (await peer.ReadAsync(2)).Should().Be("up");
        asked.Should().Be(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 99));
    }

    [TestCase(SocketError.ConnectionRefused, "connection_refused")]
    [TestCase(SocketError.HostUnreachable, "destination_ip_unroutable")]
    public async Task An_error_of_the_option_Connect_is_the_error_of_the_dial(SocketError error, string type)
    {
        StartProxy(options => options with { Connect = (_, _) => Task.FromException<Socket>(new SocketException((int)error)) });

        using var client = await DialAsync();
        await client.SendAsync(ConnectRequest());
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 502 ").And.Contain(type);
    }

    [Test]
    public async Task The_option_Connect_is_cancelled_after_the_dial_timeout()
    {
        StartProxy(options => options with
        {
            DialTimeout = TimeSpan.FromMilliseconds(200),
            Connect = async (_, cancel) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
                throw new InvalidOperationException("not reached");
            },
        });

        using var client = await DialAsync();
        await client.SendAsync(ConnectRequest());
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 504 ");
    }
}
