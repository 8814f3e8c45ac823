using System.Net;
using ConformanceKit.Model;
using ConformanceKit.UnderTest;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.UnderTest;

[TestFixture, Parallelizable(ParallelScope.All)]
internal sealed class AddressProxyTests
{
    [TestCase("http://127.0.0.1:3128", "127.0.0.1", 3128, "127.0.0.1:3128")]
    [TestCase("http://127.0.0.1:80", "127.0.0.1", 80, "127.0.0.1:80")]
    [TestCase("http://proxy.test:8080/", "proxy.test", 8080, "proxy.test:8080")]
    [TestCase("http://[::1]:3128", "::1", 3128, "[::1]:3128")]
    public void A_plain_address_is_read(string uri, string host, int port, string authority) =>
        ProxyAddress.Parse("--proxy", uri, withCredentials: false)
            .Should().Be(new ProxyAddress(host, port, authority, null, null));

    [TestCase("http://user:pass@h:1", "user", "pass")]
    [TestCase("http://u%40x:a%3Ab%2F@h:1", "u@x", "a:b/")]
    [TestCase("http://user:a:b@h:1", "user", "a:b")]
    [TestCase("http://user:@h:1", "user", "")]
    [TestCase("http://user:%C2%A3@h:1", "user", "£")]
    public void Credentials_are_decoded(string uri, string user, string password) =>
        ProxyAddress.Parse("--auth-proxy", uri, withCredentials: true)
            .Should().Be(new ProxyAddress("h", 1, "h:1", user, password));

    [TestCase("localhost:3128", "the scheme is 'localhost'")]
    [TestCase("3128", "not a URI")]
    [TestCase("", "not a URI")]
    [TestCase("https://h:1", "the scheme is 'https', which is for --tls-proxy")]
    [TestCase("http://h", "the port is missing")]
    [TestCase("http://h:", "the port is missing")]
    [TestCase("http://[::1]", "the port is missing")]
    [TestCase("http://h:0", "the port is missing")]
    [TestCase("http://h:65536", "not a URI")]
    [TestCase("http://h:1/path", "nothing may follow the port")]
    [TestCase("http://h:1?q", "nothing may follow the port")]
    [TestCase("http://u:p@h:1", "credentials belong in --auth-proxy")]
    public void A_bad_plain_address_is_one_line(string uri, string why) =>
        ((Action)(() => _ = new AddressProxy(uri))).Should().Throw<UsageException>()
            .WithMessage($"--proxy {uri}: {why}; write http://HOST:PORT.");

    [TestCase("http://h:1")]
    [TestCase("http://user@h:1")]
    [TestCase("http://:p@h:1")]
    public void An_auth_address_needs_credentials(string uri) =>
        ((Action)(() => _ = new AddressProxy("http://h:1", uri))).Should().Throw<UsageException>()
            .WithMessage($"--auth-proxy {uri}: user and password are missing; *");

    [Test]
    public void A_bad_origin_address_is_named() =>
        ((Action)(() => _ = new AddressProxy("http://h:1", null, "here"))).Should().Throw<UsageException>()
            .WithMessage("--origin-address here: not an IP address*");

    [Test]
    public async Task It_is_named_by_its_address_and_started_once()
    {
        await using var server = new OneReplyServer("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        await using var proxy = Open($"http://localhost:{server.EndPoint.Port}");

        var running = await proxy.StartAsync(default);
        var again = await proxy.StartAsync(default);

        proxy.Name.Should().Be($"localhost:{server.EndPoint.Port}");
        proxy.Features.Should().NotContain("auth");
        running.Plain.Should().Be(new Listener(server.EndPoint));
        running.Find(ListenerNames.Auth).Should().BeNull();
        running.OriginAddress.Should().Be(IPAddress.Loopback);
        running.OriginHost.Should().Be("127.0.0.1");
        again.Should().BeSameAs(running);
        server.Connections.Should().Be(1);
    }

    [Test]
    public async Task An_unknown_host_is_the_harness_fault()
    {
        await using var proxy = new AddressProxy("http://proxy.invalid:1");

        (await proxy.Awaiting(p => p.StartAsync(default)).Should().ThrowAsync<HarnessException>())
            .Which.Message.Should().StartWith("The host name of proxy.invalid:1 cannot be resolved");
    }

    [Test]
    public async Task Without_a_preflight_one_that_answers_nothing_is_graded_as_it_is()
    {
        await using var server = new AskedServer(_ => "");
        await using var proxy = Open($"http://{server.EndPoint}", answerLimit: TimeSpan.FromSeconds(1));

        var running = await proxy.StartAsync(default);

        running.Plain.EndPoint.Should().Be(server.EndPoint);
        running.Notes.Should().ContainSingle().Which
            .Should().StartWith($"{server.EndPoint} accepts connections, but gave no HTTP reply within 1 s: for \"GET ");
    }

    [Test]
    public async Task Where_nobody_listens_it_is_said_what_was_tried()
    {
        using var closed = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream,
            System.Net.Sockets.ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var described = ProxyDescription.Unknown with { ReadyTimeout = TimeSpan.FromSeconds(1) };
        await using var proxy = new AddressProxy(
            AddressDefinition.Of(new([]) { Address = $"http://{closed.LocalEndPoint}" }, described));

        (await proxy.Awaiting(p => p.StartAsync(default)).Should().ThrowAsync<HarnessException>())
            .Which.Message.Should().StartWith($"No proxy answered at {closed.LocalEndPoint} within 1 s: for \"GET ")
            .And.Contain("the connection failed").And.EndWith("Check that it is running and that this machine may use it.");
    }

    [Test]
    public async Task A_listener_that_cannot_be_asked_in_HTTP_has_to_accept_connections()
    {
        await using var plain = new OneReplyServer("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        using var closed = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream,
            System.Net.Sockets.ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)closed.LocalEndPoint!).Port;
        var described = ProxyDescription.Unknown with
        {
            ReadyTimeout = TimeSpan.FromSeconds(1),
            Listeners = new Dictionary<string, Listener> { [ListenerNames.Tls] = Listener.OnPort(port) with { IsTls = true } },
        };
        await using var proxy = new AddressProxy(AddressDefinition.Of(
            new([]) { Address = $"http://{plain.EndPoint}", OriginAddress = "127.0.0.1", Preflight = false }, described));

        (await proxy.Awaiting(p => p.StartAsync(default)).Should().ThrowAsync<HarnessException>())
            .WithMessage($"Nothing accepts connections at 127.0.0.1:{port}, the listener tls, within 1 s. Check that *");
    }

    [Test]
    public async Task A_listener_that_asks_for_credentials_answers()
    {
        await using var plain = new OneReplyServer("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        await using var auth = new OneReplyServer("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"u8.ToArray());
        await using var proxy = Open($"http://{plain.EndPoint}", $"http://u:p@{auth.EndPoint}");

        (await proxy.StartAsync(default)).Find(ListenerNames.Auth).Should().Be(new Listener(auth.EndPoint, "u", "p"));
    }

    [TestCase("127.0.0.1:8888", "--proxy http://127.0.0.1:8888")]
    [TestCase("http://proxy:3128", "--proxy http://proxy:3128")]
    [TestCase("[::1]:3128", "--proxy http://[::1]:3128")]
    [TestCase("https://proxy:3129", "--tls-proxy https://proxy:3129")]
    [TestCase("socks5://proxy:1080", "--socks-proxy socks5://proxy:1080")]
    [TestCase("squid", null)]
    [TestCase("squid:latest", null)]
    [TestCase("ftp://proxy:21", null)]
    public void A_name_that_is_an_address_leads_to_the_option(string name, string? option) => ProxyAddress.Hint(name).Should().Be(
        option is null ? "" : $" For an instance that is already running, use {option}.");

    // The servers here forward nothing.
    private static AddressProxy Open(string proxy, string? authProxy = null, TimeSpan? answerLimit = null) => new(
        AddressDefinition.Of(
            new([]) { Address = proxy, AuthAddress = authProxy, OriginAddress = "127.0.0.1", Preflight = false },
            ProxyDescription.Unknown with { ReadyTimeout = answerLimit }));
}
