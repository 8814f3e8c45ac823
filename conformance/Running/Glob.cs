namespace ConformanceKit.Running;

/// <summary>Patterns over scenario ids: <c>*</c> is any text, slashes too; <c>?</c> is one character.</summary>
internal static class Glob
{
    /// <summary>Whether a pattern matches the whole text.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        if (pattern.IsEmpty) return text.IsEmpty;
        if (pattern[0] == '*') return Matches(pattern[1..], text) || (!text.IsEmpty && Matches(pattern, text[1..]));
        return !text.IsEmpty && (pattern[0] == '?' || pattern[0] == text[0]) && Matches(pattern[1..], text[1..]);
    }
}
