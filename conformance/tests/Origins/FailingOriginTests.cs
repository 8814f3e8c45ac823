using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Origins;

internal sealed class FailingOriginTests : OriginTest
{
    [Test]
    public async Task A_refused_port_refuses_and_stays_taken()
    {
        var origin = await Origins.RefusedAsync();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        var connecting = async () => await socket.ConnectAsync(origin.Address, origin.Port, Cancel);

        (await connecting.Should().ThrowAsync<SocketException>()).Which.SocketErrorCode
            .Should().Be(SocketError.ConnectionRefused);
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var taking = () => other.Bind(new IPEndPoint(origin.Address, origin.Port));
        taking.Should().Throw<SocketException>().Which.SocketErrorCode.Should().Be(SocketError.AddressAlreadyInUse);
    }

    [Test]
    public async Task A_black_hole_gives_no_answer()
    {
        var origin = await BlackHoleAsync(Origins);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(1500));

        // Long enough for the kernel to retransmit the SYN once.
        var connecting = async () => await socket.ConnectAsync(origin.Address, origin.Port, giveUp.Token);

        await connecting.Should().ThrowAsync<OperationCanceledException>();
        origin.Faults.Should().BeEmpty();
        origin.ConnectionCount.Should().Be(0);
    }

    [Test]
    public async Task A_held_origin_answers_a_connect_that_has_waited_once_it_is_opened()
    {
        var origin = await Origins.HoldAsync();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var connecting = socket.ConnectAsync(origin.Address, origin.Port, Cancel).AsTask();
        connecting.IsCompleted.Should().BeFalse();

        origin.Open();

        await connecting;
        await using var arrived = await origin.NextConnectionAsync(Cancel);
        await socket.SendAsync("x"u8.ToArray(), Cancel);
        (await arrived.ReadExactlyAsync(1)).Should().Equal("x"u8.ToArray());
        (await origin.SentinelAsync(Cancel)).Should().Be(1, "the connections that filled the backlog are the harness's own");
    }

    [Test]
    public async Task A_black_hole_works_on_every_local_address()
    {
        foreach (var address in await Dns.GetHostAddressesAsync(Dns.GetHostName(), AddressFamily.InterNetwork, Cancel))
        {
            try
            {
                await using var origins = new OriginFactory(new(address, address.ToString(), null), Transcript, Waits);
                (await BlackHoleAsync(origins)).Address.Should().Be(address);
            }
            catch (Exception fault) when (IsNotAvailable(fault) || !IsLocal(address))
            {
                // The address no longer belongs to this machine: a container network disappears with its last container.
            }
        }
    }

    [Test]
    public async Task A_black_hole_that_answers_after_all_is_a_fault()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        BlackHoleOrigin origin;
        try
        {
            origin = await BlackHoleOrigin.FillAsync("localhost", listener, Waits.Quiet, Cancel);
        }
        catch (NotApplicableException error)
        {
            Assert.Ignore(error.Message);
            throw;
        }

        await using (origin)
        {
            // Accepting makes room, so the kernel's next SYN, about a second later, is answered.
            using var accepted = await listener.AcceptAsync(Cancel);
            using var next = await listener.AcceptAsync(Cancel);
            origin.Faults.Should().ContainSingle().Which.Should().BeOfType<HarnessException>();
        }
    }

    [TestCase(CloseTiming.OnAccept)]
    [TestCase(CloseTiming.AfterFirstBytes)]
    [TestCase(CloseTiming.AfterRequest)]
    public async Task A_closing_origin_closes_at_its_moment(CloseTiming when)
    {
        var origin = await Origins.ClosingAsync(when, "bye");
        var client = await DialAsync(origin);
        await ReachAsync(client, when);

        (await client.ReadToEndAsync()).Should().BeFin().And.HaveBytes("bye");
        await origin.FinishedAsync(Cancel);
    }

    [TestCase(CloseTiming.OnAccept)]
    [TestCase(CloseTiming.AfterFirstBytes)]
    [TestCase(CloseTiming.AfterRequest)]
    public async Task A_resetting_origin_resets_at_its_moment(CloseTiming when)
    {
        var origin = await Origins.ResettingAsync(when);
        var client = await DialAsync(origin);
        await ReachAsync(client, when);

        (await client.ReadToEndAsync()).Should().BeReset();
        await origin.FinishedAsync(Cancel);
    }

    [Test]
    public async Task A_slow_origin_pauses_before_each_piece()
    {
        var client = await DialAsync(
            await Origins.SlowAsync(TimeSpan.FromMilliseconds(60), "HTTP/1.1 200 OK\r\n", "\r\n", "body"));
        var start = Stopwatch.GetTimestamp();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n", Cancel);

        (await client.ReadResponseAsync("GET")).Should().HaveBody("body");
        Stopwatch.GetElapsedTime(start).Should().BeGreaterThan(TimeSpan.FromMilliseconds(170));
    }

    [Test]
    public async Task A_given_port_is_used_in_turns()
    {
        var port = await FreePortAsync();
        var queueing = new List<bool>();
        Origins.Queueing = queueing.Add;
        var first = await Origins.ListenOnAsync(port);
        first.Port.Should().Be(port);
        var second = Origins.ListenOnAsync(port);
        queueing.Should().Equal([true, false, true], "the second waits for the first, which does not count as its own time");
        second.IsCompleted.Should().BeFalse("the first one still has it");

        var client = await DialAsync(first);
        await (await first.NextConnectionAsync(Cancel)).DisposeAsync();
        await client.DisposeAsync();
        await first.DisposeAsync();

        (await second).Port.Should().Be(port, "a connection that the first one closed must not hold the port");
    }

    [Test]
    public async Task A_port_of_someone_else_is_not_applicable()
    {
        var taken = await Origins.ListenAsync();

        var listening = () => Origins.ListenOnAsync(taken.Port);

        await listening.Should().ThrowAsync<NotApplicableException>();
        await listening.Should().ThrowAsync<NotApplicableException>("the turn was given back");
    }

    private static async Task<Origin> BlackHoleAsync(OriginFactory origins)
    {
        try
        {
            return await origins.BlackHoleAsync();
        }
        catch (NotApplicableException error)
        {
            Assert.Ignore(error.Message);
            throw;
        }
    }

    private static bool IsNotAvailable(Exception fault) =>
        fault.GetBaseException() is SocketException { SocketErrorCode: SocketError.AddressNotAvailable };

    private static bool IsLocal(IPAddress address)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, 0));
            return true;
        }
        catch (SocketException gone) when (IsNotAvailable(gone))
        {
            return false;
        }
    }

    private async Task<int> FreePortAsync()
    {
        var origin = await Origins.ListenAsync();
        await origin.DisposeAsync();
        return origin.Port;
    }

    private static async Task ReachAsync(ConformanceKit.Wire.WireConnection client, CloseTiming when)
    {
        if (when == CloseTiming.OnAccept)
            return;
        await client.SendAsync("GET /", Cancel);
        if (when == CloseTiming.AfterFirstBytes)
            return;
        (await client.ExpectSilenceAsync()).Should().BeEmpty();
        await client.SendAsync(" HTTP/1.1\r\n\r\n", Cancel);
    }
}
