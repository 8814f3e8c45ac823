using System.Diagnostics;

namespace ConformanceKit.UnderTest;

/// <summary>Starts something on first use; every caller gets the same outcome, a failure included.</summary>
/// <param name="start">Does it; the token is cancelled when the owner is disposed of.</param>
internal sealed class StartOnce(Func<CancellationToken, Task<RunningProxy>> start) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource ending = new();
    private Task<RunningProxy>? started;

    /// <summary>The outcome, once it is there.</summary>
    /// <param name="cancel">Ends this caller's waiting, not the start.</param>
    public Task<RunningProxy> GetAsync(CancellationToken cancel)
    {
        lock (gate)
            started ??= Task.Run(TimedAsync, ending.Token);
        return started.WaitAsync(cancel);
    }

    /// <summary>Ends a start that is still going on and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        Task? pending;
        lock (gate)
            pending = started;
        await ending.CancelAsync();
        if (pending is not null)
            await pending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // its callers have its failure
        ending.Dispose();
    }

    private async Task<RunningProxy> TimedAsync()
    {
        var began = Stopwatch.GetTimestamp();
        var running = await start(ending.Token);
        return running with { StartTime = Stopwatch.GetElapsedTime(began) - running.QueueTime - running.ImageTime };
    }
}
