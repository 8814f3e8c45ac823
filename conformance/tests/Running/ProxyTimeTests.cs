using System.Diagnostics;
using System.Net;
using ConformanceKit.Model;
using ConformanceKit.Running.Cases;
using ConformanceKit.Running.Timing;
using ConformanceKit.UnderTest;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Running;

internal sealed class ProxyTimeTests
{
    private static readonly RunningSubject s_squid = new(
        new Dictionary<string, Listener> { [ListenerNames.Plain] = Listener.OnPort(1) }, "", "", IPAddress.Loopback, "127.0.0.1",
        null)
    {
        ImageTime = TimeSpan.FromSeconds(7),
        StartTime = TimeSpan.FromSeconds(2),
    };

    [Test]
    public void The_tail_begins_with_the_last_scenario()
    {
        // In seconds: a runs from 0 to 5, b from 1 to 2, c from 2 to 3.
        var time = ProxyTime.Of(s_squid, [Ran("g/b", 1, 1), Ran("g/a", 0, 5), Ran("g/c", 2, 1)])!;

        (time.Image, time.Start).Should().Be((TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(2)));
        (time.Scenarios, time.Busy,
            time.Tail).Should().Be((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(3)));
        time.Longest[0].Should().Be(new LongCase("g/a", TimeSpan.Zero, TimeSpan.FromSeconds(5)));
    }

    [Test]
    public void Uses_of_all_scenarios_are_added_up()
    {
        var time = ProxyTime.Of(s_squid,
        [
            Ran("g/a", 0, 1, new(TimeUse.Origins, 1, TimeSpan.FromMilliseconds(3)),
                new(TimeUse.Quiet, 1, TimeSpan.FromMilliseconds(300))),
            Ran("g/b", 0, 1, new TimeSum(TimeUse.Quiet, 2, TimeSpan.FromMilliseconds(600))),
        ])!;

        time.Uses.Should().Equal(
            new TimeSum(TimeUse.Quiet, 3, TimeSpan.FromMilliseconds(900)),
            new TimeSum(TimeUse.Origins, 1, TimeSpan.FromMilliseconds(3)));
    }

    [Test]
    public void The_ten_longest_are_named_and_each_once_however_many_rounds_there_were()
    {
        var rounds = Enumerable.Range(1, 12)
            .SelectMany(seconds => new[] { Ran($"g/r{seconds}", 0, seconds), Ran($"g/r{seconds}", 20, seconds) });

        ProxyTime.Of(s_squid, rounds)!.Longest.Select(one => one.Took.TotalSeconds).Should().Equal(12, 11, 10, 9, 8, 7, 6, 5, 4,
            3);
    }

    [Test]
    public void Without_a_scenario_that_ran_there_is_none()
    {
        var unrun = Ran("g/a", 0, 1) with { Time = null };

        ProxyTime.Of(s_squid, [unrun]).Should().BeNull();
        ProxyTime.Of(null, [unrun]).Should().BeNull("it never started");
    }

    private static ScenarioResult Ran(string id, int began, int seconds, params TimeSum[] uses) =>
        new(new(id, "practice", Level.Must, "title"), Verdict.Pass, "", "", TimeSpan.FromSeconds(seconds), [])
        {
            Time = new(began * Stopwatch.Frequency, TimeSpan.FromSeconds(seconds), uses),
        };
}
