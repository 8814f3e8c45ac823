using System.Net;
using ConformanceKit.Model;
using ConformanceKit.UnderTest;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.UnderTest;

[TestFixture, Parallelizable(ParallelScope.All)]
internal sealed class StartOnceTests
{
    private static readonly RunningSubject s_running = new(
        new Dictionary<string, Listener> { [ListenerNames.Plain] = Listener.OnPort(1) }, "", "", IPAddress.Loopback, "127.0.0.1",
        null);

    [Test]
    public async Task Callers_at_once_get_one_start()
    {
        var starts = 0;
        var go = new TaskCompletionSource();
        await using var once = new StartOnce(async _ =>
        {
            Interlocked.Increment(ref starts);
            await go.Task;
            return s_running;
        });

        var callers = Enumerable.Range(0, 8).Select(_ => once.GetAsync(default)).ToArray();
        go.SetResult();

        (await Task.WhenAll(callers)).Should().AllBeEquivalentTo(s_running,
            options => options.Excluding(running => running.StartTime));
        starts.Should().Be(1);
    }

    [Test]
    public async Task A_failure_is_remembered()
    {
        var starts = 0;
        await using var once = new StartOnce(_ => throw new HarnessException($"no {++starts}"));

        for (var i = 0; i < 2; i++)
            await once.Awaiting(o => o.GetAsync(default)).Should().ThrowAsync<HarnessException>().WithMessage("no 1");
    }

    [Test]
    public async Task One_callers_cancellation_does_not_end_the_start()
    {
        var go = new TaskCompletionSource<RunningSubject>();
        await using var once = new StartOnce(_ => go.Task);
        using var impatient = new CancellationTokenSource();
        var first = once.GetAsync(impatient.Token);

        await impatient.CancelAsync();
        await first.Awaiting(f => f).Should().ThrowAsync<OperationCanceledException>();
        go.SetResult(s_running);

        (await once.GetAsync(default)).Plain.Should().BeSameAs(s_running.Plain);
    }

    [Test]
    public async Task Disposing_ends_a_start_that_is_going_on()
    {
        var once = new StartOnce(async cancel =>
        {
            await Task.Delay(Timeout.Infinite, cancel);
            return s_running;
        });
        var waiting = once.GetAsync(default);

        await once.DisposeAsync();

        await waiting.Awaiting(w => w).Should().ThrowAsync<OperationCanceledException>();
    }
}
