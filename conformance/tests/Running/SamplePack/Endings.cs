using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.SamplePack;

/// <summary>One scenario for every way in which a scenario can end.</summary>
public sealed class Endings(string proxy) : Scenario(proxy)
{
    private static int s_turn;

    [Requirement("endings/alternating")]
    public Task Every_other_time() => Interlocked.Increment(ref s_turn) % 2 == 0
        ? throw new RequirementBrokenException("sample-broken", "not this time")
        : Task.CompletedTask;

    [Requirement("endings/pass")]
    public async Task It_holds()
    {
        await Task.Yield();
        Transcript.Record("client 1", Wire.WireEvent.Sent, "GET / HTTP/1.1\r\n\r\n"u8);
        Transcript.Record("client 1", Wire.WireEvent.Received, [0x00, 0xFF]);
    }

    [Requirement("endings/must", Title = "What must be is")]
    public Task Must()
    {
        Transcript.Record("origin 1", Wire.WireEvent.Received, "CONNECT a:1 HTTP/1.1\r\n"u8);
        throw new RequirementBrokenException("sample-broken", "it is not");
    }

    [Requirement("endings/assertion")]
    public async Task An_assertion_fails()
    {
        await Task.Yield();
        "a".Should().Be("b", "the sample says so");
    }

    [Requirement("endings/nunit-assertion")]
    public async Task An_assertion_of_NUnit_fails()
    {
        await Task.Yield();
        Assert.That(1, Is.EqualTo(2));
    }

    [Requirement("endings/should")]
    public Task Should_be() => throw new RequirementBrokenException("sample-broken", "it should be");

    [Requirement("endings/info")]
    public Task Is_recorded()
    {
        Note("seen");
        return Task.CompletedTask;
    }

    [Requirement("endings/warn")]
    public Task Warns()
    {
        Warn("odd", "this is odd");
        return Task.CompletedTask;
    }

    [Requirement("endings/warn-then-fail")]
    public Task Warns_then_fails()
    {
        Warn("odd", "this is odd");
        throw new RequirementBrokenException("sample-broken", "and then it broke");
    }

    [Requirement("endings/not-applicable")]
    public Task Can_not_be_judged()
    {
        RequireFeature("flying");
        return Task.CompletedTask;
    }

    [Requirement("endings/harness")]
    public Task The_harness_is_at_fault() => throw new InvalidOperationException("our fault");

    [Requirement("endings/timeout")]
    public Task Never_ends() => Task.Delay(Timeout.Infinite, Cancel);

    [Requirement("endings/deaf")]
    public Task Never_ends_and_never_listens() => new TaskCompletionSource().Task;

    [Requirement("endings/strict")]
    public Task A_recommendation_that_leaves_no_doubt_is_broken() => throw new RequirementBrokenException("broken", "text");

    [Requirement("endings/nightly", Nightly = true)]
    public Task Takes_longer_than_others_may() => Task.Delay(Waits.Scenario * 2, Cancel);

    [Requirement("browser/any")]
    public Task A_browser_row() => BrowseAsync(Proxy.PlainListener);
}
