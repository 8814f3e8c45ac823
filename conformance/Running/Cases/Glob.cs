using System.IO.Enumeration;

namespace ConformanceKit.Running.Cases;

/// <summary>Patterns over scenario ids: <c>*</c> is any text, slashes too; <c>?</c> is one character.</summary>
internal static class Glob
{
    /// <summary>Whether a pattern matches the whole text.</summary>
    public static bool Matches(string pattern, string text) =>
        FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);
}
