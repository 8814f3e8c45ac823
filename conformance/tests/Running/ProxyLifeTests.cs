using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.Running.Engine;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Running;

[CancelAfter(20_000)]
internal sealed class ProxyLifeTests
{
    [Test]
    public async Task All_that_ran_are_named_where_one_of_them_may_have_ended_the_program_and_some_where_none_can_have()
    {
        var life = new ProxyLife(_ => Task.FromResult("exit code 7"));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var gone = GoneFrom(socket);
        for (var at = 1; at <= 5; at++)
            (await life.BeginAsync(Row(at), gone)).Should().BeNull();
        TranscriptEvent[] evidence = [Step(WireEvent.Opened), Step(WireEvent.Sent), Step(WireEvent.ResetReceived)];

        var ended = await life.EndAsync(
            Row(2), new(Row(2), Verdict.Fail, ReasonIds.ResetWithoutReply, "reset", TimeSpan.Zero, evidence), gone);
        var blocked = await life.BeginAsync(Row(6), gone);

        ended!.Reason.Should().EndWith("(exit code 7); it ended while these ran: g/1, g/2, g/3, g/4, g/5 (reset)");
        blocked!.Reason.Should().EndWith("(exit code 7): it ended while these ran: g/1, g/2, g/3 and 2 more");
    }

    private static Requirement Row(int at) => new($"g/{at}", "practice", Level.Must, "It does not end");

    private static TranscriptEvent Step(WireEvent kind) => new(TimeSpan.Zero, "client 1", kind, 0, default, "");

    // Nobody listens at a port that has only been bound.
    private static RunningSubject GoneFrom(Socket socket)
    {
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return new(new Dictionary<string, Listener> { [ListenerNames.Plain] = new((IPEndPoint)socket.LocalEndPoint!) }, "1.0", "",
            IPAddress.Loopback, "127.0.0.1", null);
    }
}
