using System.Collections.Concurrent;
using ConformanceKit.ReferenceProxy.Dialling;

namespace ConformanceKit.ReferenceProxy.Tests.Dialling;

internal sealed class LookUpsTests
{
    private const int Most = 8;

    private static readonly IPAddress s_one = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress s_other = IPAddress.Parse("192.0.2.2");
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _answers = new(0);
    private readonly List<string> _asked = [];
    private LookUps _lookUps = null!;

    [SetUp]
    public void Begin() => _lookUps = new LookUps(Resolve, Most);

    [TearDown]
    public void AnswerAll() => _answers.Release(100);

    [Test]
    public async Task Slow_names_of_one_client_keep_no_other_waiting()
    {
        _ = SlowAsync(s_one, 100);

        var other = await _lookUps.OfAsync("quick", s_other, CancellationToken.None).WaitAsync(s_patience);

        other.Should().Equal(IPAddress.Loopback);
        Asked("slow").Should().HaveCountLessThanOrEqualTo(Most / 2);
    }

    [Test]
    public async Task Who_has_none_under_way_is_next()
    {
        _ = SlowAsync(s_one, Most);
        for (var last = 3; last < 7; last++)
            _ = SlowAsync(IPAddress.Parse($"192.0.2.{last}"), 1);
        _ = SlowAsync(s_one, 1);
        var next = _lookUps.OfAsync("quick", s_other, CancellationToken.None);

        await EventuallyAsync(() => Asked("slow").Count == Most);
        next.IsCompleted.Should().BeFalse();
        _answers.Release();

        (await next.WaitAsync(s_patience)).Should().Equal(IPAddress.Loopback);
    }

    [Test]
    public async Task A_name_that_nobody_waits_for_any_more_is_not_looked_up()
    {
        var begun = SlowAsync(s_one, Most / 2);
        using var gone = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 100).Select(_ => _lookUps.OfAsync("abandoned", s_one, gone.Token)).ToList();
        var last = _lookUps.OfAsync("quick", s_one, CancellationToken.None);

        await gone.CancelAsync();
        foreach (var one in waiting)
            await one.Awaiting(wait => wait).Should().ThrowAsync<OperationCanceledException>();
        _answers.Release(Most);

        await Task.WhenAll([last, .. begun]).WaitAsync(s_patience);
        Asked("abandoned").Should().BeEmpty();
    }

    [Test]
    public async Task A_look_up_that_is_given_up_counts_until_it_ends()
    {
        using var gone = new CancellationTokenSource();
        var begun = SlowAsync(s_one, Most / 2, gone.Token);
        await EventuallyAsync(() => Asked("slow").Count == Most / 2);
        await gone.CancelAsync();
        foreach (var one in begun)
            await one.Awaiting(wait => wait).Should().ThrowAsync<OperationCanceledException>();

        var next = _lookUps.OfAsync("quick", s_one, CancellationToken.None);
        next.IsCompleted.Should().BeFalse();
        _answers.Release();
        (await next.WaitAsync(s_patience)).Should().Equal(IPAddress.Loopback);
    }

    [Test]
    public async Task A_look_up_that_fails_after_it_was_given_up_leaves_no_exception_behind()
    {
        var lost = new ConcurrentQueue<Exception?>();
        TaskScheduler.UnobservedTaskException += Keep;
        await GiveUpAsync();
        _answers.Release();
        await _lookUps.OfAsync("quick", s_other, CancellationToken.None);
        for (var round = 0; round < 10; round++)
        {
            await Task.Delay(10);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        TaskScheduler.UnobservedTaskException -= Keep;
        lost.OfType<SocketException>().Should().NotContain(one => one.SocketErrorCode == SocketError.HostDown);

        void Keep(object? sender, UnobservedTaskExceptionEventArgs one) => lost.Enqueue(one.Exception.InnerException);
    }

    private async Task GiveUpAsync()
    {
        using var gone = new CancellationTokenSource();
        var asked = _lookUps.OfAsync("down", s_one, gone.Token);
        await EventuallyAsync(() => Asked("down").Count == 1);
        await gone.CancelAsync();
        await asked.Awaiting(wait => wait).Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task What_fails_makes_room_for_others()
    {
        for (var i = 0; i < 3 * Most; i++)
        {
            await _lookUps.Awaiting(all => all.OfAsync("unknown", s_one, CancellationToken.None))
                .Should().ThrowAsync<SocketException>();
        }

        (await _lookUps.OfAsync("quick", s_one, CancellationToken.None).WaitAsync(s_patience)).Should().Equal(IPAddress.Loopback);
    }

    private List<Task<IPAddress[]>> SlowAsync(IPAddress client, int count, CancellationToken cancel = default) =>
        [.. Enumerable.Range(0, count).Select(_ => _lookUps.OfAsync("slow", client, cancel))];

    private static async Task EventuallyAsync(Func<bool> holds)
    {
        for (var waited = 0; !holds() && waited < s_patience.TotalMilliseconds; waited += 10)
            await Task.Delay(10);
        holds().Should().BeTrue();
    }

    private List<string> Asked(string name)
    {
        lock (_asked)
            return _asked.FindAll(asked => asked == name);
    }

    private IPAddress[] Resolve(string name)
    {
        lock (_asked)
            _asked.Add(name);
        if (name is "slow" or "down")
            _answers.Wait();
        if (name == "down")
            throw new SocketException((int)SocketError.HostDown);
        return name == "unknown" ? throw new SocketException((int)SocketError.HostNotFound) : [IPAddress.Loopback];
    }
}
