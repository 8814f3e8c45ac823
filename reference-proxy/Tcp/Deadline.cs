namespace ConformanceKit.ReferenceProxy.Tcp;

/// <summary>
/// The time within which something has to happen on a connection: one clock for what it waits for, one after the other.
/// </summary>
/// <param name="stop">Ends every wait.</param>
internal sealed class Deadline(CancellationToken stop) : IDisposable
{
    private CancellationTokenSource? _source;
    private TimeSpan _limit;

    /// <summary>What waits with this token is given up after that time. The token before it is no longer to be used.</summary>
    public CancellationToken In(TimeSpan limit)
    {
        // One source serves all waits of a connection, until one of them runs out of time.
        if (_source is null || !_source.TryReset())
        {
            _source?.Dispose();
            _source = CancellationTokenSource.CreateLinkedTokenSource(stop);
        }

        Change(limit);
        return _source.Token;
    }

    /// <summary>Something has happened: the time of the token begins anew.</summary>
    public void Renew() => _source?.CancelAfter(_limit);

    /// <summary>The time of the token begins anew, and is another.</summary>
    public void Change(TimeSpan limit)
    {
        _limit = limit;
        Renew();
    }

    /// <summary>What waits with the token is given up now.</summary>
    public void GiveUp() => _source?.Cancel();

    /// <summary>Nothing is waited for, perhaps for long: nothing is kept for that.</summary>
    public void Lift()
    {
        _source?.Dispose();
        _source = null;
    }

    /// <inheritdoc/>
    public void Dispose() => Lift();
}
