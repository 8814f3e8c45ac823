namespace ConformanceKit.ReferenceProxy;

/// <summary>
/// How the proxy stops, in two steps: first it takes no further request, in the end it ends whatever still runs.
/// </summary>
internal sealed class Shutdown : IDisposable
{
    private readonly CancellationTokenSource _draining = new();
    private readonly CancellationTokenSource _aborting = new();

    /// <summary>A proxy that runs.</summary>
    public Shutdown() => (Draining, Aborting) = (_draining.Token, _aborting.Token);

    /// <summary>Cancelled first: no connection is accepted and no further request is read.</summary>
    public CancellationToken Draining { get; }

    /// <summary>Cancelled in the end: nothing is waited for any more.</summary>
    public CancellationToken Aborting { get; }

    /// <summary>Takes no further request.</summary>
    public Task DrainAsync() => _draining.CancelAsync();

    /// <summary>Ends whatever still runs.</summary>
    public Task AbortAsync() => _aborting.CancelAsync();

    /// <inheritdoc/>
    public void Dispose()
    {
        _draining.Dispose();
        _aborting.Dispose();
    }
}
