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
        var origin = OriginPort.Bind(IPAddress.Loopback);
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
        using var origin = OriginPort.Bind(IPAddress.Loopback);
        var port = ((IPEndPoint)origin.LocalEndPoint!).Port;
        var taking = () => OriginPort.BindTo(IPAddress.Loopback, port).Dispose();

        taking.Should().Throw<HarnessException>();
        OriginPort.Listen(origin, backlog: 1);
        taking.Should().Throw<HarnessException>();
    }
}
