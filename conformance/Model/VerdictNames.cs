using System.Text.Json;

namespace ConformanceKit.Model;

/// <summary>The spellings of verdicts and levels in reports, baselines and on the command line.</summary>
public static class VerdictNames
{
    /// <summary>The verdict as reports spell it, such as <c>not-applicable</c>.</summary>
    /// <param name="verdict">The verdict.</param>
    public static string Of(Verdict verdict) => JsonNamingPolicy.KebabCaseLower.ConvertName(verdict.ToString());

    /// <summary>The level as reports spell it: <c>must</c>, <c>should</c>, <c>practice</c> or <c>info</c>.</summary>
    /// <param name="level">The level.</param>
    public static string Of(Level level) => level switch
    {
        _ when level.IsRequired() => "must",
        Level.Should or Level.ShouldNot => "should",
        Level.Practice => "practice",
        _ => "info",
    };

    /// <summary>The level as the clause words it: <c>MUST NOT</c>, or <c>text</c> if it has no keyword.</summary>
    /// <param name="level">The level.</param>
    public static string Keyword(Level level) => level switch
    {
        Level.Must => "MUST",
        Level.MustNot => "MUST NOT",
        Level.Should => "SHOULD",
        Level.ShouldNot => "SHOULD NOT",
        Level.Text => "text",
        Level.Practice => "practice",
        _ => "info",
    };

    /// <summary>Where a requirement is and how it binds, such as <c>RFC 9110 §9.3.6 (MUST)</c>; common practice is said once.</summary>
    /// <param name="clause">The clause.</param>
    /// <param name="keyword">The level as the clause words it.</param>
    public static string Binding(string clause, string keyword) =>
        clause.StartsWith(keyword, StringComparison.Ordinal) ? clause : $"{clause} ({keyword})";

    /// <summary>The level that a clause's keyword names, or null.</summary>
    public static Level? LevelOf(string keyword) =>
        Enum.GetValues<Level>().Where(level => Keyword(level) == keyword).Cast<Level?>().FirstOrDefault();
}
