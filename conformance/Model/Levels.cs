namespace ConformanceKit.Model;

/// <summary>Properties that several levels share.</summary>
public static class Levels
{
    /// <summary>
    /// Whether breaking it is a failure: the clause requires it, with a keyword or in prose that leaves no other reading.
    /// </summary>
    /// <param name="level">The level.</param>
    public static bool IsRequired(this Level level) => level is Level.Must or Level.MustNot or Level.Text;
}
