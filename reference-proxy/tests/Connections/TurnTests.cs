using System.Diagnostics;
using ConformanceKit.ReferenceProxy.Connections;

namespace ConformanceKit.ReferenceProxy.Tests.Connections;

/// <summary>Work that never has to wait gives way after its turn; work that waits begins a new turn.</summary>
internal sealed class TurnTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromHours(1);

    [Test]
    public void Steps_within_a_turn_go_on_at_once()
    {
        var turn = new Turn(s_long);
        for (var i = 0; i < 1000; i++)
            turn.Take(ValueTask.FromResult(i)).AsTask().IsCompleted.Should().BeTrue();
        turn.Take(ValueTask.CompletedTask).AsTask().IsCompleted.Should().BeTrue();
    }

    [Test]
    public void Behind_its_turn_a_step_gives_way_and_keeps_its_result()
    {
        var turn = new Turn(TimeSpan.Zero);
        GivesWay(() => turn.Take(ValueTask.FromResult(7)).AsTask()).Should().Be(7);
        GivesWay(() => Of(turn.Take(ValueTask.CompletedTask))).Should().Be(7);
    }

    [Test]
    public async Task A_step_that_waits_lets_the_turn_begin_anew()
    {
        var turn = Over();
        var waiting = new TaskCompletionSource<int>();
        var step = turn.Take(new ValueTask<int>(waiting.Task)).AsTask();
        step.IsCompleted.Should().BeFalse();
        turn.Take(ValueTask.CompletedTask).AsTask().IsCompleted.Should().BeTrue();

        waiting.SetResult(7);
        (await step).Should().Be(7);
    }

    [Test]
    public void So_does_whoever_knows_that_others_have_had_theirs()
    {
        var turn = Over();
        turn.Begin();
        turn.Take(ValueTask.CompletedTask).AsTask().IsCompleted.Should().BeTrue();
    }

    [Test]
    public void A_turn_that_is_over_gives_way_once()
    {
        var turn = Over();
        GivesWay(() => turn.Take(ValueTask.FromResult(7)).AsTask()).Should().Be(7);
        turn.Take(ValueTask.CompletedTask).AsTask().IsCompleted.Should().BeTrue();
    }

    [Test]
    public void A_turn_that_is_ended_gives_way_with_the_next_step()
    {
        var turn = new Turn(s_long);
        turn.End();
        GivesWay(() => turn.Take(ValueTask.FromResult(7)).AsTask()).Should().Be(7);
        turn.Take(ValueTask.CompletedTask).AsTask().IsCompleted.Should().BeTrue();
    }

    [Test]
    public async Task What_a_step_throws_is_thrown_behind_it()
    {
        var turn = new Turn(TimeSpan.Zero);
        var failed = async () => await turn.Take(ValueTask.FromException(new SocketException((int)SocketError.ConnectionReset)));
        await failed.Should().ThrowAsync<SocketException>();
    }

    private static Turn Over()
    {
        var turn = new Turn();
        turn.Take(ValueTask.CompletedTask).AsTask().IsCompleted.Should().BeTrue();

        // It has begun by now, however long this thread was kept from going on.
        var begun = Stopwatch.GetTimestamp();
        SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(begun) > Turn.Most);
        return turn;
    }

    private static async Task<int> Of(ValueTask step)
    {
        await step;
        return 7;
    }

    /// <summary>Takes a step that must give up the thread once; returns its result.</summary>
    private static int GivesWay(Func<Task<int>> take)
    {
        var before = SynchronizationContext.Current;
        var others = new Others();
        SynchronizationContext.SetSynchronizationContext(others);
        try
        {
            var step = take();
            step.IsCompleted.Should().BeFalse();
            others.Waiting.Dequeue()();
            step.IsCompleted.Should().BeTrue();
            others.Waiting.Should().BeEmpty();
            return step.Result;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <summary>The queue of those that have given way.</summary>
    private sealed class Others : SynchronizationContext
    {
        public Queue<Action> Waiting { get; } = [];

        public override void Post(SendOrPostCallback d, object? state) => Waiting.Enqueue(() => d(state));
    }
}
