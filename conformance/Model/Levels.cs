namespace ConformanceKit.Model;

/// <summary>What levels have in common.</summary>
public static class Levels
{
    /// <summary>
    /// Whether breaking it fails: what the clause requires, with a keyword or in prose that leaves no other reading.
    /// </summary>
    /// <param name="level">The level.</param>
    public static bool IsRequired(this Level level) => level is Level.Must or Level.MustNot or Level.Text;
}
