using System.Diagnostics;

namespace ConformanceKit.UnderTest;

/// <summary>Starts something on first use; every caller gets the same outcome, a failure included.</summary>
/// <param name="start">Does it; the token is cancelled when the owner is disposed of.</param>
internal sealed class StartOnce(Func<CancellationToken, Task<RunningProxy>> start) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ending = new();
    private Task<RunningProxy>? _started;

    /// <summary>The outcome, once it is there.</summary>
    /// <param name="cancel">Ends this caller's waiting, not the start.</param>
    public Task<RunningProxy> GetAsync(CancellationToken cancel)
    {
        lock (_gate)
            _started ??= Task.Run(TimedAsync, _ending.Token);
        return _started.WaitAsync(cancel);
    }

    /// <summary>Ends a start that is still going on and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        Task? pending;
        lock (_gate)
            pending = _started;
        await _ending.CancelAsync();
        if (pending is not null)
            await pending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // its callers have its failure
        _ending.Dispose();
    }

    private async Task<RunningProxy> TimedAsync()
    {
        var began = Stopwatch.GetTimestamp();
        var running = await start(_ending.Token);
        return running with { StartTime = Stopwatch.GetElapsedTime(began) - running.QueueTime - running.ImageTime };
    }
}
