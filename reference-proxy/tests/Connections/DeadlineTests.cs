using ConformanceKit.ReferenceProxy.Connections;

namespace ConformanceKit.ReferenceProxy.Tests.Connections;

/// <summary>One clock serves all waits of a connection.</summary>
internal sealed class DeadlineTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(10);

    [Test]
    public async Task What_waits_is_given_up_after_its_time()
    {
        using var deadline = new Deadline(CancellationToken.None);
        await Waits(deadline.In(TimeSpan.FromMilliseconds(1)));
    }

    [Test]
    public async Task After_one_wait_has_run_out_of_time_the_next_has_its_own()
    {
        using var deadline = new Deadline(CancellationToken.None);
        await Waits(deadline.In(TimeSpan.FromMilliseconds(1)));
        var next = deadline.In(s_long);
        next.IsCancellationRequested.Should().BeFalse();
        deadline.GiveUp();
        await Waits(next);
    }

    [Test]
    public async Task The_time_can_be_changed_while_something_waits()
    {
        using var deadline = new Deadline(CancellationToken.None);
        var waiting = Waits(deadline.In(s_long));
        deadline.Change(TimeSpan.FromMilliseconds(1));
        await waiting;
    }

    [Test]
    public async Task Stopping_ends_every_wait()
    {
        using var stop = new CancellationTokenSource();
        using var deadline = new Deadline(stop.Token);
        var waiting = Waits(deadline.In(s_long));
        await stop.CancelAsync();
        await waiting;
        deadline.In(s_long).IsCancellationRequested.Should().BeTrue();
    }

    [Test]
    public void Lifted_it_can_be_set_again()
    {
        using var deadline = new Deadline(CancellationToken.None);
        deadline.In(s_long);
        deadline.Lift();
        deadline.Renew();
        deadline.In(s_long).IsCancellationRequested.Should().BeFalse();
    }

    private static async Task Waits(CancellationToken cancel)
    {
        var waiting = async () =>
            await Task.Delay(Timeout.InfiniteTimeSpan, cancel).WaitAsync(TimeSpan.FromSeconds(20), CancellationToken.None);
        await waiting.Should().ThrowAsync<OperationCanceledException>();
    }
}
