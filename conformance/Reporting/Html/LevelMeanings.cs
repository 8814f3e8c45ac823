namespace ConformanceKit.Reporting.Html;

/// <summary>What a level means, for people who meet the words for the first time.</summary>
internal static class LevelMeanings
{
    /// <summary>The meaning of a level in the clause's own word.</summary>
    /// <param name="keyword">For instance <c>MUST NOT</c>.</param>
    public static string Of(string keyword) => keyword switch
    {
        "MUST" => "required without exception; breaking it fails",
        "MUST NOT" => "forbidden without exception; breaking it fails",
        "SHOULD" => "recommended; there may be reasons to do otherwise, so breaking it is a warning",
        "SHOULD NOT" => "advised against; there may be reasons to do otherwise, so breaking it is a warning",
        "text" => "the specification says it without a keyword, and it cannot be read any other way; breaking it fails",
        "practice" => "no clause requires it, but clients and origins rely on it; breaking it is a warning",
        _ => "recorded and never graded",
    };
}
