namespace ConformanceKit.Reporting.Html;

/// <summary>What is said beside a case that endangers users.</summary>
internal static class SecurityLabel
{
    /// <summary>The label, with a blank before it; nothing if the case is harmless.</summary>
    /// <param name="isBreach">Whether it endangers users.</param>
    public static Html Of(bool isBreach) =>
        Html.If(isBreach, $" <strong class=\"security\">{ScenarioReport.SecurityWord}</strong>");
}
