using System.Net;
using System.Net.Sockets;
using ConformanceKit.UnderTest;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.UnderTest;

[TestFixture, Parallelizable(ParallelScope.All)]
internal sealed class PortProbeTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(1);

    [Test]
    public async Task A_listener_is_waited_for_and_the_address_that_accepts_is_used()
    {
        using var closed = Bound();
        using var late = Bound();
        var waiting = PortProbe.WaitAsync([At(closed), At(late)], isForwarded: false, s_long, default);
        waiting.IsCompleted.Should().BeFalse("nobody listens yet");

        late.Listen();

        (await waiting).Should().Be(At(late));
    }

    [Test]
    public async Task Where_nobody_listens_there_is_nobody()
    {
        using var closed = Bound();

        (await PortProbe.WaitAsync([At(closed)], isForwarded: false, TimeSpan.Zero, default)).Should().BeNull();
    }

    [Test]
    public async Task Behind_a_forwarder_a_connection_has_to_stay_open()
    {
        using var server = Bound();
        server.Listen();
        var closing = ClosedAtOnceAsync(server);

        (await PortProbe.WaitAsync([At(server)], isForwarded: true, TimeSpan.Zero, default)).Should().BeNull();

        await closing;
        (await PortProbe.WaitAsync([At(server)], isForwarded: true, TimeSpan.Zero, default)).Should().Be(At(server));
    }

    private static async Task ClosedAtOnceAsync(Socket server) => (await server.AcceptAsync()).Close();

    private static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static IPEndPoint At(Socket socket) => (IPEndPoint)socket.LocalEndPoint!;
}
