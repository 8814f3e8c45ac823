using System.Net;
using System.Net.Sockets;
using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.ReferenceProxy;
using ConformanceKit.ReferenceProxy.Dialling;
using ConformanceKit.UnderTest;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.UnderTest;

[TestFixture, Parallelizable(ParallelScope.All)]
internal sealed class PreflightTests
{
    private const string Relayed = "relayed";

    [TestCase(Relayed, Relayed)]
    [TestCase(Relayed, "405 Method Not Allowed")]
    [TestCase(Relayed, "501 Not Implemented")]
    [TestCase(Relayed, "")]
    [TestCase("405 Method Not Allowed", Relayed)]
    [TestCase("403 Forbidden", Relayed)]
    [TestCase("", Relayed)]
    public async Task One_way_to_an_origin_is_enough(string get, string connect)
    {
        await using var reference = ProxyServer.Start(new ProxyOptions());
        await using var server = Stub(reference, get, connect);
        await using var proxy = new AddressProxy($"http://{server.EndPoint}");

        await proxy.Awaiting(one => one.StartAsync(default)).Should().NotThrowAsync();
    }

    [TestCase("502 Bad Gateway", "502 Bad Gateway", "give --origin-address")]
    [TestCase("504 Gateway Timeout", "503 Service Unavailable", "give --origin-address")]
    [TestCase("404 Not Found", "405 Method Not Allowed", "give --origin-address")]
    [TestCase("407 Proxy Authentication Required", "407 Proxy Authentication Required", "it requires credentials (407)")]
    [TestCase("200 OK", "405 Method Not Allowed", "although the origin was not contacted")]
    [TestCase("502 Bad Gateway", "200 OK", "although the origin was not contacted")]
    public async Task Without_any_the_cause_is_one_line(string get, string connect, string expected)
    {
        await using var reference = ProxyServer.Start(new ProxyOptions());
        await using var server = Stub(reference, get, connect);
        await using var proxy = new AddressProxy($"http://{server.EndPoint}");

        (await FaultAsync(proxy)).Should().StartWith("no origin was reached through the proxy: ").And.Contain(expected)
            .And.EndWith("--no-preflight grades it all the same.").And.NotContain("\n");
    }

    [Test]
    public async Task A_given_address_that_the_proxy_cannot_reach_is_to_be_corrected()
    {
        await using var server = new AskedServer(_ => "HTTP/1.1 502 Bad Gateway\r\n\r\n");
        await using var proxy = new AddressProxy($"http://{server.EndPoint}", null, "127.0.0.1");

        (await FaultAsync(proxy)).Should().Contain("Let it connect to 127.0.0.1, or correct --origin-address");
    }

    [TestCase(Relayed, false)]
    [TestCase("403 Forbidden", true)]
    public async Task Ports_that_CONNECT_may_not_reach_are_to_be_allowed(string get, bool isAddressInDoubt)
    {
        await using var reference = ProxyServer.Start(new ProxyOptions());
        await using var server = Stub(reference, get, "403 Forbidden");
        await using var proxy = new AddressProxy($"http://{server.EndPoint}");

        var message = await FaultAsync(proxy);

        message.Should().MatchRegex(
            @"^the proxy forbids CONNECT to port 2\d{4}|3[0-2]\d{3}: allow 20000-32767, or narrow the range with --origin-ports\.");
        message.Contains("GET does not reach an origin either", StringComparison.Ordinal).Should().Be(isAddressInDoubt);
    }

    [Test]
    public async Task Ports_that_CONNECT_may_reach_are_enough_once_they_are_given()
    {
        await using var server = ProxyServer.Start(new ProxyOptions { AllowedPorts = [new PortRange(18_000, 18_999)] });
        var choice = new ProxyChoice([]) { Address = $"http://{server.EndPoint}" };
        await using var otherwise = Open(choice);
        await using var proxy = Open(choice with { OriginPorts = OriginPorts.Parse("18000-18999") });

        (await FaultAsync(otherwise)).Should().StartWith("the proxy forbids CONNECT to port ");
        await proxy.Awaiting(one => one.StartAsync(default)).Should().NotThrowAsync();
    }

    [Test]
    public async Task A_proxy_that_denies_the_address_is_told_which()
    {
        await using var server = ProxyServer.Start(new ProxyOptions { Denied = [DenyRule.Parse("127.0.0.0/8")] });
        await using var proxy = new AddressProxy($"http://{server.EndPoint}");

        (await FaultAsync(proxy)).Should().Contain("Let it connect to 127.0.0.1;");
    }

    [Test]
    public async Task One_that_does_not_claim_to_know_CONNECT_may_answer_it_with_403()
    {
        await using var reference = ProxyServer.Start(new ProxyOptions());
        await using var server = Stub(reference, Relayed, "403 Forbidden");
        var choice = new ProxyChoice([]) { Address = $"http://{server.EndPoint}" };
        await using var proxy = Open(choice, new() { Features = new HashSet<string> { ProxyFeatures.Http } });

        await proxy.Awaiting(one => one.StartAsync(default)).Should().NotThrowAsync();
    }

    [TestCase("", "the connection was closed without a reply")]
    [TestCase("220 mail.test ESMTP\r\n", "the reply was \"220 mail.test ESMTP\", which is not HTTP")]
    [TestCase(null, "no reply came within 5 s")]
    public async Task One_that_never_answers_is_one_line_with_what_was_seen(string? answer, string seen)
    {
        await using var server = new AskedServer(_ => answer);
        var described = ProxyDescription.Unknown with { ReadyTimeout = TimeSpan.FromSeconds(1) };
        await using var proxy = new AddressProxy(
            AddressDefinition.Of(new([]) { Address = $"http://{server.EndPoint}" }, described));

        (await FaultAsync(proxy)).Should()
            .StartWith($"{server.EndPoint} accepts connections, but gave no HTTP reply within 1 s: for \"GET ")
            .And.EndWith($"{seen}. Check that this is the port of an HTTP proxy. --no-preflight grades it all the same.")
            .And.NotContain("\n");
    }

    [Test]
    public async Task One_that_finishes_no_status_line_is_asked_at_one_address_only()
    {
        await using var server = new AskedServer(_ => "HTTP/1.1 ");
        await using var proxy = new AddressProxy($"http://{server.EndPoint}");

        (await FaultAsync(proxy)).Should().StartWith("no origin was reached through the proxy: for \"GET ").And.EndWith(
            "only \"HTTP/1.1 \" came before the connection was closed. Find out why it does not finish a status line. "
            + "--no-preflight grades it all the same.");
        server.Asked.Should().NotContain(head => head.StartsWith("CONNECT 127.0.0.1:"), "the address makes no difference");
    }

    [Test]
    public async Task Without_a_preflight_whatever_answers_is_graded()
    {
        await using var server = new AskedServer(_ => "HTTP/1.1 502 Bad Gateway\r\n\r\n");
        await using var proxy = Open(new ProxyChoice([]) { Address = $"http://{server.EndPoint}", Preflight = false });

        (await proxy.StartAsync(default)).Notes.Should().ContainSingle();
    }

    private static AddressProxy Open(ProxyChoice choice, ProxyDescription? description = null) =>
        new(AddressDefinition.Of(choice, description ?? ProxyDescription.Unknown));

    private static async Task<string> FaultAsync(AddressProxy proxy) =>
        (await proxy.Awaiting(one => one.StartAsync(default)).Should().ThrowAsync<HarnessException>()).Which.Message;

    // Relays a request to the reference, or answers it itself; an empty answer closes the connection.
    private static AskedServer Stub(ProxyServer reference, string get, string connect) => new(
        came => (came.StartsWith("CONNECT", StringComparison.Ordinal) ? connect : get) switch
        {
            Relayed => Relay(reference.EndPoint, came),
            "" => "",
            var status => $"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n",
        });

    private static string Relay(IPEndPoint reference, string came)
    {
        using var client = new TcpClient();
        client.Connect(reference);
        client.GetStream().Write(Encoding.Latin1.GetBytes(came));
        var reply = new byte[1024];
        return Encoding.Latin1.GetString(reply, 0, client.GetStream().Read(reply));
    }
}
