using ConformanceKit.Model;
using ConformanceKit.Tests.Origins;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Running;

/// <summary>Which parts of a scenario's time are counted, and as what.</summary>
internal sealed class TimeUsesTests : OriginTest
{
    public TimeUsesTests() => Waits = new() { Reply = TimeSpan.FromSeconds(5), Quiet = TimeSpan.FromMilliseconds(10) };

    [Test]
    public async Task Origins_are_counted_however_they_are_made()
    {
        await Origins.EchoAsync();
        await Origins.HttpsAsync("HTTP/1.1 204 No Content\r\n\r\n");
        await Origins.RefusedAsync();

        Counts().Should().Equal((TimeUse.Origins, 3));
    }

    [Test]
    public async Task Waits_where_only_time_can_tell_are_counted_under_their_names()
    {
        var client = await DialAsync(await Origins.ListenAsync());

        await client.SendBytewiseAsync("abc", Cancel);
        await client.ExpectSilenceAsync(cancel: Cancel);
        await client.ExpectSilenceAsync(TimeSpan.FromMilliseconds(1), Cancel);
        await client.ExpectSilenceAsync(TimeSpan.Zero, Cancel);
        await client.Awaiting(c => c.ReadExactlyAsync(1, TimeSpan.FromMilliseconds(1), Cancel))
            .Should().ThrowAsync<RequirementBrokenException>();

        Counts().Should().Equal((TimeUse.Quiet, 1), (TimeUse.Segment, 3), (TimeUse.Idle, 1), (TimeUse.Unanswered, 1),
            (TimeUse.Origins, 1));
    }

    [Test]
    public async Task A_wait_that_fails_is_counted_too()
    {
        var uses = new TimeUses();

        await uses.Awaiting(u => u.UntilAsync(TimeUse.Patience, Task.FromException(new TimeoutException())))
            .Should().ThrowAsync<TimeoutException>();

        uses.Sums.Single().Count.Should().Be(1);
    }

    private IEnumerable<(TimeUse, int)> Counts() =>
        Transcript.Uses.Sums.OrderBy(sum => sum.Use).Select(sum => (sum.Use, sum.Count));
}
