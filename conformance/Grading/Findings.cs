namespace ConformanceKit.Grading;

/// <summary>What a scenario's body remarked without ending. Safe for concurrent use.</summary>
internal sealed class Findings
{
    private readonly Lock gate = new();
    private readonly List<(string ReasonId, string Message)> warnings = [];
    private readonly List<string> notes = [];

    /// <summary>The warnings so far, in order.</summary>
    public IReadOnlyList<(string ReasonId, string Message)> Warnings
    {
        get
        {
            lock (gate) return [.. warnings];
        }
    }

    /// <summary>The notes so far, in order.</summary>
    public IReadOnlyList<string> Notes
    {
        get
        {
            lock (gate) return [.. notes];
        }
    }

    public void Warn(string reasonId, string message)
    {
        lock (gate) warnings.Add((reasonId, message));
    }

    public void Note(string text)
    {
        lock (gate) notes.Add(text);
    }
}
