namespace ConformanceKit.Reporting.Html;

/// <summary>What a level means, for people who meet the words for the first time.</summary>
internal static class LevelMeanings
{
    /// <summary>The meaning of a level in the clause's own word.</summary>
    /// <param name="keyword">For instance <c>MUST NOT</c>.</param>
    public static string Of(string keyword) => keyword switch
    {
        "MUST" => "required without exception; a violation is a fail",
        "MUST NOT" => "forbidden without exception; a violation is a fail",
        "SHOULD" => "recommended; there may be reasons to do otherwise, so a violation is a warning",
        "SHOULD NOT" => "advised against; there may be reasons to do otherwise, so a violation is a warning",
        "text" => "the specification says it without a keyword, and it cannot be read any other way; a violation is a fail",
        "practice" => "no clause requires it, but clients and origins rely on it; a violation is a warning",
        _ => "recorded and never graded",
    };
}
