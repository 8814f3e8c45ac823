using ConformanceKit.Model;

namespace ConformanceKit.Reporting.Html;

/// <summary>How a verdict compares with the proxy's baseline.</summary>
internal static class BaselineNote
{
    /// <summary>A sentence; nothing if there is no baseline, or if it expects the pass that was found.</summary>
    public static Html Of(ScenarioReport scenario) => scenario.Baseline switch
    {
        null => Html.None,
        { Drift: true } baseline => Html.Of(
            $"<p class=\"note drift\"><strong>{Word(scenario.Verdict)}</strong>: the baseline expects "
            + $"{VerdictNames.Of(baseline.Expected)}{Colon(baseline.Why)}</p>"),
        { Expected: not Verdict.Pass } baseline => Html.Of($"<p class=\"note\">As the baseline expects{Colon(baseline.Why)}</p>"),
        _ => Html.None,
    };

    /// <summary>What the drift is: an unexpected pass, or any other difference.</summary>
    public static string Word(Verdict verdict) => verdict == Verdict.Pass ? "Unexpected pass" : "Differs from the baseline";

    private static string Colon(string why) => why.Length > 0 ? $": {why}" : ".";
}
