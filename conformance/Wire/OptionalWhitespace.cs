namespace ConformanceKit.Wire;

/// <summary>
/// <c>OWS = *( SP / HTAB )</c> (RFC 9110 §5.6.3). .NET's definition of whitespace is wider: a field that only one of proxy and
/// kit recognises would lead to a wrong verdict. The reference proxy has its own helper, because the grader does not share a
/// parser with what it grades.
/// </summary>
public static class OptionalWhitespace
{
    /// <summary>The text, each character one byte, without the whitespace around it.</summary>
    /// <param name="text">The text.</param>
    /// <returns>What is left.</returns>
    public static string TrimWhitespace(this string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Trim(' ', '\t');
    }

    /// <summary>
    /// The members of a comma-separated list, without the empty ones and the whitespace around them (RFC 9110 §5.6.1).
    /// </summary>
    /// <param name="list">The list, for instance a field's value.</param>
    /// <returns>The members.</returns>
    public static IReadOnlyList<string> ListMembers(this string list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return [.. list.Split(',').Select(TrimWhitespace).Where(member => member.Length > 0)];
    }
}
