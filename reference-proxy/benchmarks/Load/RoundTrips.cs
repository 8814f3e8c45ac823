using System.Diagnostics;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>How long round trips took, one after the other.</summary>
internal sealed class RoundTrips
{
    private readonly List<long> _times = new(200_000);
    private long _began;

    /// <summary>One begins.</summary>
    public void Begin() => _began = Stopwatch.GetTimestamp();

    /// <summary>It is complete.</summary>
    public void End() => _times.Add(Stopwatch.GetTimestamp() - _began);

    /// <summary>Discards the measurements so far.</summary>
    public void Clear() => _times.Clear();

    /// <summary>The time within which that share of all round trips was completed, in microseconds.</summary>
    public double Percentile(double share)
    {
        _times.Sort();
        return _times.Count == 0
            ? throw new LoadFailedException("no byte came back")
            : 1e6 * _times[(int)(share * (_times.Count - 1))] / Stopwatch.Frequency;
    }
}
