namespace ConformanceKit.Wire;

/// <summary>
/// <c>OWS = *( SP / HTAB )</c> (RFC 9110 §5.6.3). .NET's white space is wider: a field that a proxy reads and we do not, or we
/// and it does not, would be a wrong verdict. The reference proxy has a helper of its own: who grades does not share a parser
/// with who is graded.
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
