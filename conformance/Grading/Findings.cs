namespace ConformanceKit.Grading;

/// <summary>What a scenario's body reported without ending. Safe for concurrent use.</summary>
internal sealed class Findings
{
    private readonly Lock _gate = new();
    private readonly List<(string ReasonId, string Message)> _warnings = [];
    private readonly List<string> _notes = [];

    /// <summary>The warnings so far, in order.</summary>
    public IReadOnlyList<(string ReasonId, string Message)> Warnings
    {
        get
        {
            lock (_gate)
                return [.. _warnings];
        }
    }

    /// <summary>The notes so far, in order.</summary>
    public IReadOnlyList<string> Notes
    {
        get
        {
            lock (_gate)
                return [.. _notes];
        }
    }

    public void Warn(string reasonId, string message)
    {
        lock (_gate)
            _warnings.Add((reasonId, message));
    }

    public void Note(string text)
    {
        lock (_gate)
            _notes.Add(text);
    }
}
