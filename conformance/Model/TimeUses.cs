using System.Diagnostics;

namespace ConformanceKit.Model;

/// <summary>How often, and how long in all, a scenario spent time on one use.</summary>
internal readonly record struct TimeSum(TimeUse Use, int Count, TimeSpan Total);

/// <summary>What the time of one scenario was spent on. Safe for concurrent use.</summary>
internal sealed class TimeUses
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TimeUse, TimeSum> _sums = [];

    /// <summary>The uses so far.</summary>
    public IReadOnlyList<TimeSum> Sums
    {
        get
        {
            lock (_gate)
                return [.. _sums.Values];
        }
    }

    /// <summary>Adds time to a use.</summary>
    public void Add(TimeUse use, TimeSpan took)
    {
        lock (_gate)
        {
            var sum = _sums.GetValueOrDefault(use);
            _sums[use] = new(use, sum.Count + 1, sum.Total + took);
        }
    }

    /// <summary>Adds the time since a timestamp.</summary>
    public void AddSince(TimeUse use, long timestamp) => Add(use, Stopwatch.GetElapsedTime(timestamp));

    /// <summary>Adds the time until a task is over, however it ends.</summary>
    public async Task UntilAsync(TimeUse use, Task task)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await task;
        }
        finally
        {
            AddSince(use, began);
        }
    }
}
