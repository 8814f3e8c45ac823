using ConformanceKit.Model;

namespace ConformanceKit.Grading;

/// <summary>What a scenario's body reported without ending. Safe for concurrent use.</summary>
internal sealed class Findings
{
    /// <summary>One warning: why, the same for people, and what in the evidence it is about.</summary>
    public readonly record struct Warning(string ReasonId, string Message, IReadOnlyList<Mark> Marks);

    private readonly Lock _gate = new();
    private readonly List<Warning> _warnings = [];
    private readonly List<string> _notes = [];

    /// <summary>The warnings so far, in order.</summary>
    public IReadOnlyList<Warning> Warnings
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

    public void Warn(string reasonId, string message, IReadOnlyList<Mark>? marks = null)
    {
        lock (_gate)
            _warnings.Add(new(reasonId, message, marks ?? []));
    }

    public void Note(string text)
    {
        lock (_gate)
            _notes.Add(text);
    }
}
