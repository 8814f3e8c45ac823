namespace ConformanceKit.ReferenceProxy.Tests.Proxy;

internal sealed class AuthenticationTests : ProxyTest
{
    private const string Credentials = "Proxy-Authorization: Basic YWxpY2U6c2VjcmV0\r\n";

    [SetUp]
    public void Start() => StartProxy(o => o with { Credentials = [new("alice", "secret"), new("bob", "x")], Realm = "r" });

    [Test]
    public async Task CONNECT_without_credentials_is_407_closes_and_drops_what_follows()
    {
        var answer = await RefusedAsync(ConnectRequest() + Get("/smuggled", Credentials));
        answer.Should().StartWith("HTTP/1.1 407 ").And.Contain("\r\nConnection: close\r\n")
            .And.Contain("\r\nProxy-Authenticate: Basic realm=\"r\", charset=\"UTF-8\"\r\n");
        answer.Split("HTTP/1.1 ").Should().HaveCount(2);
    }

    [Test]
    public async Task A_header_less_HTTP_1_0_CONNECT_is_no_way_around() =>
        (await RefusedAsync($"CONNECT {Origin.Authority} HTTP/1.0\r\n\r\n")).Should().StartWith("HTTP/1.1 407 ");

    [Test]
    public async Task Credentials_open_the_tunnel_and_do_not_enter_it()
    {
        using var client = await DialAsync();
        await client.SendAsync(ConnectRequest(Credentials) + "only this");
        using var peer = await Origin.AcceptAsync();
        client.Fin();
        (await peer.ReadToFinAsync()).Should().Be("only this");
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 200 ");
    }

    [Test]
    public async Task A_GET_may_be_repeated_on_the_same_connection_and_every_request_is_asked()
    {
        using var client = await DialAsync();
        await client.SendAsync(Get());
        var refused = await client.ReadHeadAsync();
        refused.Should().StartWith("HTTP/1.1 407 ").And.NotContain("Connection: close");
        await client.ReadAsync(Length(refused));
        Origin.HasBeenDialled.Should().BeFalse();

        await client.SendAsync(Get("/x", Credentials + "Authorization: Bearer t\r\n"));
        using var peer = await Origin.AcceptAsync();
        (await peer.ReadHeadAsync()).Should().NotContain("Proxy-Authorization").And.Contain("\r\nAuthorization: Bearer t\r\n");
        await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        await client.ReadHeadAsync();
        (await client.ReadAsync(2)).Should().Be("ok");

        await client.SendAsync(Get());
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 407 ");
    }

    [Test]
    public async Task The_body_of_a_refused_POST_is_never_a_request()
    {
        var smuggled = Get("/smuggled", Credentials);
        var answer = await RefusedAsync(Get("/x", $"Content-Length: {smuggled.Length}\r\n", "POST") + smuggled);
        answer.Should().StartWith("HTTP/1.1 407 ").And.Contain("\r\nConnection: close\r\n");
        answer.Split("HTTP/1.1 ").Should().HaveCount(2);
    }

    [Test]
    public async Task HEAD_gets_no_content()
    {
        using var client = await DialAsync();
        await client.SendAsync(Get("/x", "Connection: close\r\n", "HEAD"));
        (await client.ReadToFinAsync()).Should().StartWith("HTTP/1.1 407 ").And.EndWith("\r\n\r\n");
    }

    [Test]
    public async Task Credentials_are_left_out_of_the_trace()
    {
        await RefusedAsync(ConnectRequest("Proxy-Authorization: Basic YWxpY2U6d3Jvbmc=\r\n"));
        Log.Should().Contain(line => line.Contains(@"Proxy-Authorization: ***** ****************\r\n"))
            .And.NotContain(line => line.Contains("YWxpY2U6"));
    }

    private static int Length(string head) =>
        int.Parse(head.Split("Content-Length: ")[1].Split('\r')[0], null);
}
