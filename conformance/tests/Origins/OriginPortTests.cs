using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Origins;

[TestFixture, Parallelizable(ParallelScope.All)]
internal sealed class OriginPortTests
{
    [Test]
    public async Task A_connection_that_the_origin_ended_does_not_keep_its_port()
    {
        var origin = OriginPort.Bind(IPAddress.Loopback, OriginPorts.Default);
        var endPoint = (IPEndPoint)origin.LocalEndPoint!;
        OriginPort.Listen(origin, backlog: 1);
        using (var client = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            await client.ConnectAsync(endPoint);
            (await origin.AcceptAsync()).Dispose(); // closes first, so that TIME_WAIT is on this side
            (await client.ReceiveAsync(new byte[1])).Should().Be(0);
        }
        origin.Dispose();

        using var next = OriginPort.BindTo(endPoint.Address, endPoint.Port);

        next.LocalEndPoint.Should().Be(endPoint);
    }

    [Test]
    public void A_port_that_is_held_or_listened_on_is_nobody_elses()
    {
        using var origin = OriginPort.Bind(IPAddress.Loopback, OriginPorts.Default);
        var port = ((IPEndPoint)origin.LocalEndPoint!).Port;
        var taking = () => OriginPort.BindTo(IPAddress.Loopback, port).Dispose();

        taking.Should().Throw<HarnessException>();
        OriginPort.Listen(origin, backlog: 1);
        taking.Should().Throw<HarnessException>();
    }

    [Test]
    public void Every_port_is_from_the_range()
    {
        var range = OriginPorts.Parse("17100-17199");
        var sockets = Enumerable.Range(0, 150).Select(_ => Try(range)).ToList();
        sockets.ForEach(socket => socket?.Dispose());

        sockets.Count(socket => socket is not null).Should().BeInRange(90, 100, "some may be in use");

        Socket? Try(OriginPorts ports)
        {
            try
            {
                var socket = OriginPort.Bind(IPAddress.Parse("127.0.0.77"), ports);
                ((IPEndPoint)socket.LocalEndPoint!).Port.Should().BeInRange(17_100, 17_199);
                return socket;
            }
            catch (HarnessException)
            {
                return null;
            }
        }
    }

    [Test]
    public void A_range_is_written_as_it_is_read() => OriginPorts.Parse("21000-21999").Should()
        .Be(new OriginPorts(21_000, 21_999)).And.Match<OriginPorts>(ports => ports.ToString() == "21000-21999");

    [TestCase("")]
    [TestCase("20000")]
    [TestCase("20000-")]
    [TestCase("20000-20098")]
    [TestCase("30000-20000")]
    [TestCase("0-1000")]
    [TestCase("20000-65536")]
    [TestCase("+20000-30000")]
    [TestCase("20000-30000-40000")]
    public void A_bad_range_is_one_line(string text) => FluentActions.Invoking(() => OriginPorts.Parse(text)).Should()
        .Throw<UsageException>().WithMessage(
            $"--origin-ports {text}: give at least 100 ports from 1 to 65535, such as 20000-32767.");
}
