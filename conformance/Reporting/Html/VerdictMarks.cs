using ConformanceKit.Model;

namespace ConformanceKit.Reporting.Html;

/// <summary>How verdicts look on a page: a word and a shape, and a colour for those who can see it.</summary>
internal static class VerdictMarks
{
    /// <summary>The verdicts with their meanings; what needs attention comes first.</summary>
    public static IReadOnlyList<(Verdict Verdict, string Means)> All { get; } =
    [
        (Verdict.Fail, "a MUST, a MUST NOT or unambiguous text is broken"),
        (Verdict.HarnessError, "the harness is at fault, or what is graded never started: never counted against it"),
        (Verdict.Blocked, "a scenario that this one depends on failed, so running it would prove nothing"),
        (Verdict.Warning, "a SHOULD, or common practice, is not followed"),
        (Verdict.NotApplicable, "the feature is not offered, or the machine cannot show it; the reason says which"),
        (Verdict.Info, "recorded, not graded"),
        (Verdict.Pass, "the requirement holds"),
    ];

    /// <summary>The class that shapes and colours a verdict.</summary>
    public static string Class(Verdict verdict) => verdict switch
    {
        Verdict.NotApplicable => "na",
        Verdict.HarnessError => "error",
        _ => VerdictNames.Of(verdict),
    };

    /// <summary>The short word for a verdict.</summary>
    public static string Word(Verdict verdict) => VerdictWords.Word(verdict).ToLowerInvariant();

    /// <summary>The rank of a verdict; what needs attention comes first.</summary>
    public static int Rank(Verdict verdict) => All.Select(entry => entry.Verdict).ToList().IndexOf(verdict);

    /// <summary>A verdict in full.</summary>
    public static Html Badge(Verdict verdict) =>
        Html.Of($"<span class=\"badge {Class(verdict)}\">{VerdictNames.Of(verdict)}</span>");
}
