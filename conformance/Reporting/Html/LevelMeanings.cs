namespace ConformanceKit.Reporting.Html;

/// <summary>What a level means, for people who meet the words for the first time.</summary>
internal static class LevelMeanings
{
    /// <summary>The meaning of a level in the clause's own word.</summary>
    /// <param name="keyword">For instance <c>MUST NOT</c>.</param>
    public static string Of(string keyword) => keyword switch
    {
        "MUST" => "required without exception; what breaks it fails",
        "MUST NOT" => "forbidden without exception; what breaks it fails",
        "SHOULD" => "recommended; there may be reasons to do otherwise, so what breaks it is a warning",
        "SHOULD NOT" => "advised against; there may be reasons to do otherwise, so what breaks it is a warning",
        "text" => "the specification says it without a keyword, and it cannot be read in another way; what breaks it fails",
        "practice" => "no clause asks for it, but clients and origins rely on it; what breaks it is a warning",
        _ => "recorded and never graded",
    };
}
