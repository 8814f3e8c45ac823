namespace ConformanceKit.Model;

/// <summary>Which of two verdicts is the worse one.</summary>
internal static class Severity
{
    /// <summary>
    /// 0 where nothing is broken, 1 for a recommendation, 2 for a requirement or a verdict that could not be reached.
    /// </summary>
    public static int Of(Verdict verdict) => verdict switch
    {
        Verdict.Pass or Verdict.Info or Verdict.NotApplicable => 0,
        Verdict.Warning => 1,
        _ => 2,
    };
}
