namespace ConformanceKit.Model;

/// <summary>Ranks verdicts by how bad they are.</summary>
internal static class Severity
{
    /// <summary>
    /// 0 if nothing is broken, 1 for a broken recommendation, 2 for a broken requirement or a verdict that could not be reached.
    /// </summary>
    public static int Of(Verdict verdict) => verdict switch
    {
        Verdict.Pass or Verdict.Info or Verdict.NotApplicable => 0,
        Verdict.Warning => 1,
        _ => 2,
    };
}
