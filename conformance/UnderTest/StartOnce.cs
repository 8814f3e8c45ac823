using System.Diagnostics;

namespace ConformanceKit.UnderTest;

/// <summary>Starts a proxy on first use; every caller gets the same outcome, including a failure.</summary>
/// <param name="start">Starts the proxy; the token is cancelled when the owner is disposed.</param>
internal sealed class StartOnce(Func<CancellationToken, Task<RunningSubject>> start) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ending = new();
    private Task<RunningSubject>? _started;

    /// <summary>Starts the proxy if that has not been done yet, and waits for the outcome.</summary>
    /// <param name="cancel">Ends this caller's wait, but not the start.</param>
    public Task<RunningSubject> GetAsync(CancellationToken cancel)
    {
        lock (_gate)
            _started ??= Task.Run(TimedAsync, _ending.Token);
        return _started.WaitAsync(cancel);
    }

    /// <summary>Gives every later caller something else, since the proxy was started again.</summary>
    /// <param name="running">What runs now.</param>
    public void Replace(RunningSubject running)
    {
        lock (_gate)
            _started = Task.FromResult(running);
    }

    /// <summary>Cancels a start that is still in progress, and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        Task? pending;
        lock (_gate)
            pending = _started;
        await _ending.CancelAsync();
        if (pending is not null)
            await pending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // its callers get its failure
        _ending.Dispose();
    }

    private async Task<RunningSubject> TimedAsync()
    {
        var began = Stopwatch.GetTimestamp();
        var running = await start(_ending.Token);
        return running with { StartTime = Stopwatch.GetElapsedTime(began) - running.QueueTime - running.ImageTime };
    }
}
