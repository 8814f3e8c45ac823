using System.Diagnostics;

namespace ConformanceKit.ReferenceProxy.Connections;

/// <summary>
/// When bytes last moved, in either direction. One clock serves both, so that a stream that only ever flows one way does not
/// count as idle.
/// </summary>
internal sealed class IdleClock(params Connection[] connections)
{
    private long _last = Stopwatch.GetTimestamp();
    private long _delivered;

    /// <summary>Bytes have moved: restarts the idle time.</summary>
    public void Restart() => Volatile.Write(ref _last, Stopwatch.GetTimestamp());

    /// <summary>
    /// Waits for the task: true when it has ended, false when nothing has moved for <paramref name="limit"/> or on cancellation.
    /// </summary>
    public async Task<bool> EndsInTimeAsync(Task task, TimeSpan limit, CancellationToken cancel)
    {
        while (!task.IsCompleted)
        {
            var left = limit - Stopwatch.GetElapsedTime(Volatile.Read(ref _last));
            if (cancel.IsCancellationRequested || (left <= TimeSpan.Zero && !HasDelivered()))
                return false;
            if (left <= TimeSpan.Zero)
                continue;

            try
            {
                await task.WaitAsync(left + TimeSpan.FromMilliseconds(1), cancel);
            }
            catch (Exception over) when (over is TimeoutException or OperationCanceledException)
            {
                // Something may have moved in the meantime.
            }
        }

        return true;
    }

    /// <summary>
    /// Whether bytes in flight have moved since the last call. A slow recipient takes them from the kernel, and the copy notices
    /// only when its whole piece is gone.
    /// </summary>
    internal bool HasDelivered()
    {
        var states = connections.Select(connection => connection.State).ToList();
        var delivered = states.Sum(state => state.Delivered);
        if (delivered == _delivered || !states.Exists(state => state.IsUnderWay))
            return false;
        _delivered = delivered;
        Restart();
        return true;
    }
}
