using System.Net;
using System.Net.Sockets;
using ConformanceKit.Origins;
using ConformanceKit.ReferenceProxy;
using ConformanceKit.ReferenceProxy.Dialling;
using ConformanceKit.UnderTest;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.UnderTest;

[TestFixture, Parallelizable(ParallelScope.All), Platform("Linux")]
internal sealed class OwnLoopbackTests
{
    [Test]
    public void The_address_is_a_loopback_address_that_systems_and_tests_do_not_use()
    {
        IPAddress.IsLoopback(OwnLoopback.Address).Should().BeTrue();
        OwnLoopback.Address.GetAddressBytes()[1].Should().BeGreaterThanOrEqualTo(16);
    }

    [Test]
    public void No_other_run_can_take_it_meanwhile()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        other.Invoking(socket => socket.Bind(new IPEndPoint(OwnLoopback.Address, 19_999))).Should().Throw<SocketException>();
    }

    [Test]
    public async Task A_proxy_that_reaches_it_has_its_origins_there()
    {
        await using var server = ProxyServer.Start(new ProxyOptions());
        await using var proxy = new AddressProxy($"http://{server.EndPoint}");

        var running = await proxy.StartAsync(default);

        running.OriginAddress.Should().Be(OwnLoopback.Address);
        running.OriginHost.Should().Be(OwnLoopback.Address.ToString());
        running.Notes.Should().BeEmpty();
    }

    [Test]
    public async Task A_proxy_that_allows_127_0_0_1_alone_has_them_there_and_it_is_said()
    {
        await using var server = ProxyServer.Start(
            new ProxyOptions { Denied = [DenyRule.Parse(OwnLoopback.Address.ToString())] });
        await using var proxy = new AddressProxy($"http://{server.EndPoint}");

        var running = await proxy.StartAsync(default);

        running.OriginAddress.Should().Be(IPAddress.Loopback);
        running.Notes.Should().ContainSingle().Which
            .Should().StartWith($"The proxy reaches origins at 127.0.0.1, but not at {OwnLoopback.Address}: ")
            .And.Contain("Let the proxy connect to all of 127.0.0.0/8");
    }

    [Test]
    public async Task A_proxy_that_reaches_neither_is_told_what_to_do()
    {
        await using var server = new OneReplyServer("HTTP/1.1 403 Forbidden\r\n\r\n"u8.ToArray());
        await using var proxy = Open(server, null);

        var running = await proxy.StartAsync(default);

        running.OriginAddress.Should().Be(IPAddress.Loopback);
        running.Notes.Should().ContainSingle().Which.Should().Contain("the reply was \"HTTP/1.1 403 Forbidden\"")
            .And.Contain("--origin-address");
    }

    [Test]
    public async Task A_given_address_is_taken_as_it_is()
    {
        await using var server = new OneReplyServer("HTTP/1.1 403 Forbidden\r\n\r\n"u8.ToArray());
        await using var proxy = Open(server, "127.0.0.9");

        var running = await proxy.StartAsync(default);

        running.OriginAddress.Should().Be(IPAddress.Parse("127.0.0.9"));
        running.Notes.Should().BeEmpty();
    }

    // Without a preflight, which a server that forwards nothing does not pass.
    private static AddressProxy Open(OneReplyServer server, string? originAddress) => new(
        AddressDefinition.Of(
            new([]) { Address = $"http://{server.EndPoint}", OriginAddress = originAddress, Preflight = false },
            ProxyDescription.Unknown));
}
