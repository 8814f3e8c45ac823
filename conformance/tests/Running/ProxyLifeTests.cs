using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.Running.Cases;
using ConformanceKit.Running.Engine;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Running;

[CancelAfter(20_000)]
internal sealed class ProxyLifeTests
{
    private static readonly TranscriptEvent[] s_evidence =
        [Step(WireEvent.Opened), Step(WireEvent.Sent), Step(WireEvent.ResetReceived)];

    [Test]
    public async Task One_that_ran_alone_and_sent_something_ended_a_program_that_does_not_come_back()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var life = LifeOf(GoneFrom(socket));
        life.Begin(Row(1));
        var result = Reset(1);

        (await life.HasEndedUnderAsync(Row(1), result)).Should().BeTrue();
        (await life.BringBackAsync(CancellationToken.None)).Should().BeFalse();
        var lost = await life.LostAsync(Row(1), result);

        (lost.Verdict, lost.Reason).Should().Be((Verdict.Fail, "the proxy ended on this request (exit code 7): reset"));
        life.HowItEnded.Should().Be("exit code 7");
    }

    [Test]
    public async Task Nobody_is_blamed_where_several_ran_and_the_program_does_not_come_back()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var life = LifeOf(GoneFrom(socket));
        for (var at = 1; at <= 5; at++)
            life.Begin(Row(at));

        (await life.HasEndedUnderAsync(Row(2), Reset(2))).Should().BeTrue();
        (await life.BringBackAsync(CancellationToken.None)).Should().BeFalse();
        var (ran, later) = (await life.LostAsync(Row(2), Reset(2)), await life.LostAsync(Row(6), null));

        (ran.Verdict, later.Verdict).Should().Be((Verdict.HarnessError, Verdict.HarnessError));
        later.Reason.Should().Be("the proxy no longer accepts connections (exit code 7): it ended while g/1, g/2, g/3 and 2 more "
            + "ran, and it was not back after 0.2 s (wait 'restart')");
    }

    [Test]
    public async Task A_program_that_is_back_goes_on_and_the_report_says_so()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var said = new List<string>();
        var life = LifeOf(GoneFrom(socket), said.Add);
        life.Begin(Row(1));
        await life.HasEndedUnderAsync(Row(1), Reset(1));

        socket.Listen();

        (await life.BringBackAsync(CancellationToken.None)).Should().BeTrue();
        (life.HasEnded, life.HowItEnded).Should().Be((false, ""));
        life.Notes.Should().Equal("It ended (exit code 7) while g/1 ran, and was brought back.");
        said.Should().Equal("mortal ended (exit code 7): bringing it back");
    }

    private static ProxyLife LifeOf(RunningSubject running, Action<string>? say = null) =>
        new(new Ended(running), running, TimeSpan.FromSeconds(0.2), say ?? (_ => { }));

    private static ScenarioResult Reset(int at) =>
        new(Row(at), Verdict.Fail, ReasonIds.ResetWithoutReply, "reset", TimeSpan.Zero, s_evidence);

    private static Requirement Row(int at) => new($"g/{at}", "practice", Level.Must, "It does not end");

    private static TranscriptEvent Step(WireEvent kind) => new(TimeSpan.Zero, "client 1", kind, 0, default, "");

    // Nobody listens at a port that has only been bound.
    private static RunningSubject GoneFrom(Socket socket)
    {
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return new(new Dictionary<string, Listener> { [ListenerNames.Plain] = new((IPEndPoint)socket.LocalEndPoint!) }, "1.0", "",
            IPAddress.Loopback, "127.0.0.1", null);
    }

    private sealed class Ended(RunningSubject running) : ProxyUnderTest
    {
        public override string Name => "mortal";

        public override IReadOnlySet<string> Features { get; } = new HashSet<string>();

        public override Task<RunningSubject> StartAsync(CancellationToken cancel) => Task.FromResult(running);

        public override Task<string> HowItEndedAsync(CancellationToken cancel) => Task.FromResult("exit code 7");

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
