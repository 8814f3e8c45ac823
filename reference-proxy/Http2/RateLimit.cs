using System.Diagnostics;

namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>Counts what may not happen too often.</summary>
/// <param name="perSecond">How often it may happen within one second.</param>
internal sealed class RateLimit(int perSecond)
{
    private long _began;
    private int _count;

    /// <summary>It happens; false if that is too often.</summary>
    public bool TryCount()
    {
        if (_count == 0 || Stopwatch.GetElapsedTime(_began) > TimeSpan.FromSeconds(1))
            (_began, _count) = (Stopwatch.GetTimestamp(), 0);
        return ++_count <= perSecond;
    }
}
