namespace ConformanceKit.ReferenceProxy;

/// <summary>
/// How the proxy stops, in two steps: first it takes no more requests, then it aborts whatever is still running.
/// </summary>
internal sealed class Shutdown : IDisposable
{
    private readonly CancellationTokenSource _draining = new();
    private readonly CancellationTokenSource _aborting = new();

    /// <summary>The state of a running proxy: nothing is cancelled yet.</summary>
    public Shutdown() => (Draining, Aborting) = (_draining.Token, _aborting.Token);

    /// <summary>Cancelled first: no more connections are accepted and no more requests are read.</summary>
    public CancellationToken Draining { get; }

    /// <summary>Cancelled second: nothing is waited for any longer.</summary>
    public CancellationToken Aborting { get; }

    /// <summary>Stops taking requests.</summary>
    public Task DrainAsync() => _draining.CancelAsync();

    /// <summary>Aborts whatever is still running.</summary>
    public Task AbortAsync() => _aborting.CancelAsync();

    /// <inheritdoc/>
    public void Dispose()
    {
        _draining.Dispose();
        _aborting.Dispose();
    }
}
