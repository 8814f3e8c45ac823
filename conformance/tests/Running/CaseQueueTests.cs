using System.Collections.Concurrent;
using ConformanceKit.Running.Cases;
using ConformanceKit.Running.Engine;
using ConformanceKit.SamplePack;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Running;

/// <summary>
/// Which case runs next, and how many run at once. A gate holds the running cases until all that can begin have begun.
/// </summary>
internal sealed class CaseQueueTests
{
    private static readonly IReadOnlyList<ScenarioCase> s_cases =
        [.. ScenarioCatalogue.Of(typeof(Endings).Assembly).Cases
            .Where(scenario => scenario.Requirement is { Lengthy: false, Last: false })];

    private static readonly ScenarioCase s_lengthy =
        ScenarioCatalogue.Of(typeof(Endings).Assembly).Cases.Single(scenario => scenario.Requirement.Lengthy);

    private static readonly ScenarioCase s_alone =
        s_cases[0] with { Method = typeof(Marked).GetMethod(nameof(Marked.AloneAsync))! };

    [Test]
    public async Task No_more_run_at_once_than_there_are_workers()
    {
        var begun = new SemaphoreSlim(0);
        var gate = new TaskCompletionSource();
        var running = 0;
        var most = 0;
        var queue = new CaseQueue(3, async (_, _) =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            begun.Release();
            await gate.Task;
            Interlocked.Decrement(ref running);
        });

        var all = queue.RunAsync("one", [.. s_cases.Take(9)]);
        for (var worker = 0; worker < 3; worker++)
            await begun.WaitAsync();
        gate.SetResult();
        await all;

        most.Should().Be(3);
    }

    [Test]
    public async Task The_proxy_with_the_most_left_comes_next()
    {
        var order = await OrderOfAsync(("first", [.. s_cases.Take(2)]), ("late", [.. s_cases.Take(3)]), ("none", []));

        order.Should().Equal("first", "late", "late", "first", "late");
    }

    [Test]
    public async Task Lengthy_cases_begin_first_and_hold_a_part_of_the_workers_at_most()
    {
        var begun = new SemaphoreSlim(0);
        var gate = new TaskCompletionSource();
        var order = new ConcurrentQueue<bool>();
        var queue = new CaseQueue(4, async (_, scenario) =>
        {
            order.Enqueue(scenario.Requirement.Lengthy);
            begun.Release();
            await gate.Task;
        });

        var all = queue.RunAsync("one", [.. s_cases.Take(5), s_lengthy, s_lengthy]);
        for (var worker = 0; worker < 4; worker++)
            await begun.WaitAsync();
        order.Should().BeEquivalentTo([true, false, false, false]);
        gate.SetResult();
        await all;

        order.Should().HaveCount(7);
    }

    [Test]
    public async Task Those_that_must_be_alone_come_first_and_wait_for_each_other_and_not_for_workers()
    {
        var begun = new SemaphoreSlim(0);
        var gate = new TaskCompletionSource();
        var order = new ConcurrentQueue<(string Proxy, bool Alone)>();
        var queue = new CaseQueue(4, async (proxy, scenario) =>
        {
            order.Enqueue((proxy, scenario.Alone));
            begun.Release();
            await gate.Task;
        });

        var all = Task.WhenAll(
            queue.RunAsync("alone", [.. s_cases.Take(3), s_alone, s_alone]), queue.RunAsync("others", [.. s_cases.Take(9)]));
        for (var worker = 0; worker < 4; worker++)
            await begun.WaitAsync();
        order.Should().BeEquivalentTo([("alone", true), ("others", false), ("others", false), ("others", false)]);
        gate.SetResult();
        await all;

        order.Where(one => one.Proxy == "alone").Select(one => one.Alone).Should().Equal(true, true, false, false, false);
    }

    [Test]
    public async Task A_proxy_that_has_only_begun_comes_before_one_that_has_less_left()
    {
        var order = await OrderOfAsync(("first", [.. s_cases.Take(1)]), ("others", [.. s_cases.Take(2)]),
            ("alone", [s_alone, .. s_cases.Take(3)]));

        order.Should().Equal("first", "alone", "alone", "others", "alone", "others", "alone");
    }

    [Test]
    public async Task What_goes_wrong_beside_a_verdict_reaches_whoever_asked()
    {
        var queue = new CaseQueue(2, (_, _) => throw new InvalidOperationException("no disk"));

        var run = () => queue.RunAsync("one", [.. s_cases.Take(3)]);

        await run.Should().ThrowAsync<InvalidOperationException>().WithMessage("no disk");
    }

    // The order in which a single worker takes the cases; it waits on the first one until all have been queued.
    private static async Task<IEnumerable<string>> OrderOfAsync(params (string Proxy, ScenarioCase[] Cases)[] lines)
    {
        var gate = new TaskCompletionSource();
        var order = new ConcurrentQueue<string>();
        var queue = new CaseQueue(1, async (proxy, _) =>
        {
            await gate.Task;
            order.Enqueue(proxy);
        });

        var all = Task.WhenAll([.. lines.Select(line => queue.RunAsync(line.Proxy, line.Cases))]);
        gate.SetResult();
        await all;
        return order;
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen;)
        {
            var before = Interlocked.CompareExchange(ref most, value, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }

    private static class Marked
    {
        [NonParallelizable]
        public static Task AloneAsync() => Task.CompletedTask;
    }
}
