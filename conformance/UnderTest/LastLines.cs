using System.Collections.Concurrent;

namespace ConformanceKit.UnderTest;

/// <summary>The last lines of a log. Safe for concurrent use.</summary>
internal sealed class LastLines
{
    private const int Limit = 200;

    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>Adds a line, and drops the oldest one if there are too many.</summary>
    public void Add(string line)
    {
        _lines.Enqueue(line);
        while (_lines.Count > Limit)
            _lines.TryDequeue(out _);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(Environment.NewLine, _lines);
}
