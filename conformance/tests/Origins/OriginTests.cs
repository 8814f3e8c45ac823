using System.Net;
using System.Net.Sockets;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Origins;

internal sealed class OriginTests : OriginTest
{
    [Test]
    public async Task Where_a_call_has_no_token_the_end_of_the_scenario_ends_its_wait()
    {
        using var over = new CancellationTokenSource();
        await using var origins = new OriginFactory(new(IPAddress.Loopback, "localhost", null), Transcript, Waits, over.Token);
        var origin = await origins.ListenAsync();

        var waiting = origin.NextConnectionAsync();
        await over.CancelAsync();

        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task A_listening_origin_hands_its_connections_over_in_order()
    {
        var origin = await Origins.ListenAsync();
        var first = await DialAsync(origin);
        await first.SendAsync("1", Cancel);
        var second = await DialAsync(origin);
        await second.SendAsync("2", Cancel);

        var one = await origin.NextConnectionAsync(Cancel);
        var two = await origin.NextConnectionAsync(Cancel);

        (await one.ReadExactlyAsync(1)).Should().Equal("1");
        (await two.ReadExactlyAsync(1)).Should().Equal("2");
        (one.Name, two.Name).Should().Be(("origin 1", "origin 2"));
        origin.Authority.Should().Be($"localhost:{origin.Port}");
        origin.Http("/x").Should().Be($"http://localhost:{origin.Port}/x");
    }

    [Test]
    public async Task A_connection_that_does_not_come_has_its_reason()
    {
        await using var impatient = new OriginFactory(
            new(IPAddress.Loopback, "localhost", null), Transcript, Waits with { Reply = TimeSpan.FromMilliseconds(50) });
        var origin = await impatient.ListenAsync();

        var waiting = async () => await origin.NextConnectionAsync(Cancel);

        (await waiting.Should().ThrowAsync<RequirementBrokenException>()).Which.ReasonId
            .Should().Be(ReasonIds.OriginNotContacted);
    }

    [Test]
    public async Task A_wait_that_ended_takes_no_arrival_from_the_next_one()
    {
        var arrivals = System.Threading.Channels.Channel.CreateUnbounded<int>();
        var waiting = async () => await arrivals.Reader.NextAsync(TimeSpan.FromMilliseconds(1), Cancel);
        await waiting.Should().ThrowAsync<TimeoutException>();

        var next = arrivals.Reader.NextAsync(Waits.Reply, Cancel);
        arrivals.Writer.TryWrite(7);

        (await next).Should().Be(7);
    }

    [Test]
    public async Task An_echo_origin_echoes_and_closes_after_the_fin()
    {
        var client = await DialAsync(await Origins.EchoAsync());
        await client.SendAsync("a\0\xff", Cancel);
        client.ShutdownSend();

        (await client.ReadToEndAsync()).Should().BeFin().And.HaveBytes("a\0\xff");
    }

    [Test]
    public async Task An_IPv6_origin_is_known_by_its_address_in_brackets()
    {
        if (!Socket.OSSupportsIPv6)
            Assert.Ignore("no IPv6 here");
        var origin = await Origins.EchoV6Async();
        var client = await DialAsync(origin);
        await client.SendAsync("x", Cancel);

        (await client.ReadExactlyAsync(1)).Should().Equal("x");
        origin.Authority.Should().Be($"[::1]:{origin.Port}");
    }

    [Test]
    public async Task Without_IPv6_an_IPv6_origin_is_not_applicable()
    {
        await using var without = new OriginFactory(new(IPAddress.Loopback, "localhost", null), Transcript, Waits);

        var starting = async () => await without.EchoV6Async();

        await starting.Should().ThrowAsync<NotApplicableException>();
    }

    [Test]
    public async Task The_sentinel_sees_every_connection_established_before_it()
    {
        var origin = await Origins.ListenAsync();
        (await origin.SentinelAsync(Cancel)).Should().Be(0);
        await origin.Should().HaveSeenNoConnectionAsync();

        for (var count = 1; count <= 20; count++)
        {
            using var foreign = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await foreign.ConnectAsync(origin.Address, origin.Port, Cancel);
            foreign.Close();
            (await origin.SentinelAsync(Cancel)).Should().Be(count);
        }

        await origin.Should().HaveSeenConnectionsAsync(20);
        var none = () => origin.Should().HaveSeenNoConnectionAsync();
        (await none.Should().ThrowAsync<RequirementBrokenException>()).Which.ReasonId.Should().Be("origin-contacted");
        Transcript.Events.Where(e => e.Kind != WireEvent.Note).Select(e => e.Connection).Distinct().Should().HaveCount(20,
            "a sentinel leaves no trace");
    }

    [Test]
    public async Task A_connection_that_says_nothing_forwards_nothing_whether_it_ends_or_stays_open()
    {
        var origin = await Origins.HttpAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        await origin.Should().HaveReceivedNothingAsync();

        using var ended = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await ended.ConnectAsync(origin.Address, origin.Port, Cancel);
        ended.Close();
        await origin.Should().HaveReceivedNothingAsync();

        using var open = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await open.ConnectAsync(origin.Address, origin.Port, Cancel);
        await origin.Should().HaveReceivedNothingAsync();

        await open.SendAsync("GET"u8.ToArray(), Cancel);
        var nothing = () => origin.Should().HaveReceivedNothingAsync();
        var broken = (await nothing.Should().ThrowAsync<RequirementBrokenException>()).Which;
        broken.ReasonId.Should().Be("origin-contacted");
        broken.Message.Should().Contain("it sent \"GET\"");
    }

    [Test]
    public async Task A_scripts_own_failure_surfaces_as_the_harnesss()
    {
        var origin = await Origins.ServeAsync((_, _) => throw new InvalidOperationException("oops"));
        var client = await DialAsync(origin);
        (await client.ReadToEndAsync()).Should().BeFin();

        var finishing = () => origin.FinishedAsync(Cancel);
        var asking = Origins.ThrowIfFaulted;

        (await finishing.Should().ThrowAsync<HarnessException>()).WithMessage("*oops*");
        asking.Should().Throw<HarnessException>();
    }

    [Test]
    public async Task What_the_proxy_breaks_in_a_script_is_the_proxys()
    {
        var origin = await Origins.ServeAsync((connection, cancel) => connection.ReadExactlyAsync(5, cancel: cancel));
        var client = await DialAsync(origin);
        await client.SendAsync("123", Cancel);
        client.ShutdownSend();
        await client.ReadToEndAsync();

        var finishing = () => origin.FinishedAsync(Cancel);

        (await finishing.Should().ThrowAsync<RequirementBrokenException>()).Which.ReasonId.Should().Be("closed-early");
        Origins.ThrowIfFaulted();
    }

    [Test]
    public async Task Disposing_ends_waiting_scripts_and_closes_in_order()
    {
        var origin = await Origins.EchoAsync();
        var client = await DialAsync(origin);
        await client.SendAsync("x", Cancel);
        await client.ReadExactlyAsync(1);

        await origin.DisposeAsync();

        (await client.ReadToEndAsync()).Should().BeFin();
        origin.Faults.Should().BeEmpty();
    }

    [Test]
    public async Task CONNECT_for_an_origin_is_one_call()
    {
        var proxy = await Origins.ServeAsync(
            async (connection, cancel) =>
            {
                var request = await connection.ReadRequestAsync(cancel: cancel);
                request.Should().HaveRequestLine($"CONNECT {request.Field("Host")} HTTP/1.1").And.HaveSingleField("X", "1");
                await connection.SendAsync("HTTP/1.1 200 OK\r\n\r\nearly", cancel);
            });
        var client = await DialAsync(proxy);

        (await client.ConnectAsync(proxy, "X: 1")).Should().BeSuccessful();

        (await client.ReadToEndAsync()).Should().HaveBytes("early");
        await proxy.FinishedAsync(Cancel);
    }
}
