namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>How long each of a row of things took that were to begin at even intervals.</summary>
internal sealed class Times(TimeSpan interval)
{
    private readonly List<double> _seconds = [];

    /// <summary>Adds one.</summary>
    public void Add(TimeSpan time)
    {
        // One that takes longer than the interval has kept others from beginning, which would have waited for the rest of it:
        // left out, the more a peer kept waiting, the fewer would tell of it.
        for (var seconds = time.TotalSeconds; ; seconds -= interval.TotalSeconds)
        {
            _seconds.Add(seconds);
            if (seconds <= interval.TotalSeconds)
                break;
        }
    }

    /// <summary>Forgets what has been measured so far.</summary>
    public void Clear() => _seconds.Clear();

    /// <summary>The time within which that share of them was over, in milliseconds.</summary>
    public double Percentile(double share)
    {
        _seconds.Sort();
        return 1000 * _seconds[(int)(share * (_seconds.Count - 1))];
    }
}
