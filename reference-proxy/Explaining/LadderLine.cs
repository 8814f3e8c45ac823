namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>One line of a ladder.</summary>
/// <param name="Text">The line.</param>
/// <param name="IsMarked">Whether it belongs to what the reader's attention is drawn to, and may be coloured.</param>
public readonly record struct LadderLine(string Text, bool IsMarked);
