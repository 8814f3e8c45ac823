using System.Net;
using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.ReferenceProxy;
using ConformanceKit.ReferenceProxy.Authentication;
using ConformanceKit.ReferenceProxy.Dialling;
using ConformanceKit.UnderTest;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.UnderTest;

/// <summary>What is found out about a proxy that speaks only SOCKS5 before anything is graded.</summary>
[TestFixture, Parallelizable(ParallelScope.All)]
internal sealed class SocksPreflightTests
{
    private const string Anyway = "--no-preflight grades it all the same.";

    [Test]
    public async Task One_that_opens_a_tunnel_to_an_origin_is_graded()
    {
        await using var server = Start(new());
        await using var proxy = Open(server.SocksEndPoint!);

        var running = await proxy.StartAsync(default);

        running.Listeners.Keys.Should().Equal(ListenerNames.Socks5);
        running.Main.EndPoint.Should().Be(server.SocksEndPoint);
        running.Notes.Should().BeEmpty();
    }

    [Test]
    public async Task One_that_denies_the_address_is_told_which()
    {
        await using var server = Start(new() { Denied = [DenyRule.Parse("127.0.0.0/8")] });

        (await FaultAsync(server.SocksEndPoint!)).Should().MatchRegex(
            @"^the proxy forbids CONNECT to port (2\d|3[0-2])\d{3}: allow 20000-32767, or narrow the range with --origin-ports")
            .And.EndWith(Anyway);
    }

    [Test]
    public async Task Ports_that_it_may_reach_are_enough_once_they_are_given()
    {
        await using var server = Start(new() { AllowedPorts = [new PortRange(18_000, 18_999)] });
        var ports = OriginPorts.Parse("18000-18999");
        await using var proxy = Open(server.SocksEndPoint!, choice => choice with { OriginPorts = ports });

        await proxy.Awaiting(one => one.StartAsync(default)).Should().NotThrowAsync();
    }

    [Test]
    public async Task One_that_requires_credentials_is_another_listener()
    {
        await using var server = Start(new() { Credentials = [new Credential("user", "secret")] });

        (await FaultAsync(server.SocksEndPoint!)).Should().Be("no origin was reached through the proxy: it requires credentials "
            + "(FF), and the listener 'socks5' must require none; this one is 'socks5-auth' "
            + $"(--socks-proxy socks5://USER:PASSWORD@HOST:PORT). {Anyway}");
    }

    [TestCase(new byte[] { 5, 0, 5, 1 }, "the reply had the code 01. Let it connect to 127.0.0.1;")]
    [TestCase(new byte[] { 5, 0, 5, 0 }, "the reply had the code 00, although the origin was not contacted.")]
    [TestCase(new byte[] { 5, 0, 5 }, "only 050005 came before the connection was closed. Find out why it")]
    [TestCase(new byte[] { 5, 1 }, "the proxy chose the method 01. Let it connect to ")]
    public async Task Without_a_tunnel_the_cause_is_one_line(byte[] reply, string expected)
    {
        await using var server = new OneReplyServer(reply);

        (await FaultAsync(server.EndPoint)).Should()
            .StartWith("no origin was reached through the proxy: for \"SOCKS5 CONNECT 127.").And.Contain(expected)
            .And.EndWith(Anyway).And.NotContain("\n");
    }

    [TestCase("HTTP/1.1 400 Bad Request\r\n\r\n", "the reply was \"HTTP/1.1 400 Bad Request\\r\\n\\r\\n\", which is not SOCKS5")]
    [TestCase("", "the connection was closed without a reply")]
    public async Task One_that_does_not_speak_it_is_one_line_with_what_was_seen(string reply, string seen)
    {
        await using var server = new OneReplyServer(Encoding.ASCII.GetBytes(reply));

        (await FaultAsync(server.EndPoint)).Should().Be(
            $"{server.EndPoint} accepts connections, but gave no SOCKS5 reply within 1 s: for \"an offer of SOCKS5's methods 00 "
            + $"and 02\" {seen}. Check that this is the port of a SOCKS5 proxy. {Anyway}");
    }

    [Test]
    public async Task Without_a_preflight_whatever_answers_is_graded()
    {
        await using var server = new OneReplyServer([5, 0, 5, 1]);
        await using var proxy = Open(server.EndPoint, choice => choice with { Preflight = false });

        (await proxy.StartAsync(default)).Notes.Should().ContainSingle();
    }

    [Test]
    public async Task In_a_container_it_is_asked_until_the_tunnel_opens()
    {
        await using var server = new OneReplyServer([5, 0, 5, 1]);
        var place = new OriginPlace(IPAddress.Loopback, "127.0.0.1", null);
        var waiting = ReadyProbe.WaitUntilForwardingAsync(
            ListenerNames.Socks5, server.EndPoint, place, TimeSpan.FromSeconds(30), default);

        await server.AskedAsync(2);
        server.Reply = [5, 0, 5, 0];

        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private static ProxyServer Start(ProxyOptions options) =>
        ProxyServer.Start(options with { SocksListen = new(IPAddress.Loopback, 0) });

    private static AddressProxy Open(IPEndPoint listener, Func<ProxyChoice, ProxyChoice>? change = null)
    {
        var choice = new ProxyChoice([]) { SocksAddresses = [$"socks5://{listener}"] };
        var described = ProxyDescription.Unknown with { ReadyTimeout = TimeSpan.FromSeconds(1) };
        return new(AddressDefinition.Of(change?.Invoke(choice) ?? choice, described));
    }

    private static async Task<string> FaultAsync(IPEndPoint listener)
    {
        await using var proxy = Open(listener);
        return (await proxy.Awaiting(one => one.StartAsync(default)).Should().ThrowAsync<HarnessException>()).Which.Message;
    }
}
