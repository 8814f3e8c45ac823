namespace ConformanceKit.ReferenceProxy.Connections;

/// <summary>
/// The time within which something has to happen on a connection: one timer serves all its waits, one after the other.
/// </summary>
/// <param name="stop">Ends every wait.</param>
internal sealed class Deadline(CancellationToken stop) : IDisposable
{
    private CancellationTokenSource? _source;
    private TimeSpan _limit;

    /// <summary>Returns a token that is cancelled after that time. The previous token must no longer be used.</summary>
    public CancellationToken In(TimeSpan limit)
    {
        // One source serves all waits of a connection, until one of them times out.
        if (_source is null || !_source.TryReset())
        {
            _source?.Dispose();
            _source = CancellationTokenSource.CreateLinkedTokenSource(stop);
        }

        Change(limit);
        return _source.Token;
    }

    /// <summary>Something has happened: restarts the time of the token.</summary>
    public void Renew() => _source?.CancelAfter(_limit);

    /// <summary>Restarts the time of the token, with another limit.</summary>
    public void Change(TimeSpan limit)
    {
        _limit = limit;
        Renew();
    }

    /// <summary>Cancels the token now.</summary>
    public void GiveUp() => _source?.Cancel();

    /// <summary>Nothing is waited for, perhaps for a long time: releases the timer.</summary>
    public void Lift()
    {
        _source?.Dispose();
        _source = null;
    }

    /// <inheritdoc/>
    public void Dispose() => Lift();
}
