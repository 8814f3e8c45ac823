namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>How long actions took that should have begun at regular intervals.</summary>
internal sealed class Times(TimeSpan interval)
{
    private readonly List<double> _seconds = [];

    /// <summary>Adds the time of one action.</summary>
    public void Add(TimeSpan time)
    {
        // An action that takes longer than the interval kept others from beginning, and those would have waited for the rest of
        // it. Without them, the longer a peer kept clients waiting, the fewer samples would show it.
        for (var seconds = time.TotalSeconds; ; seconds -= interval.TotalSeconds)
        {
            _seconds.Add(seconds);
            if (seconds <= interval.TotalSeconds)
                break;
        }
    }

    /// <summary>Discards the measurements so far.</summary>
    public void Clear() => _seconds.Clear();

    /// <summary>The time within which that share of the actions finished, in milliseconds.</summary>
    public double Percentile(double share)
    {
        _seconds.Sort();
        return 1000 * _seconds[(int)(share * (_seconds.Count - 1))];
    }
}
