using ConformanceKit.Model;

namespace ConformanceKit.Reporting;

/// <summary>
/// How verdicts look on a terminal: a word, so that nothing depends on colour, and a colour for those who can see it.
/// </summary>
internal static class VerdictWords
{
    /// <summary>The short word for a verdict.</summary>
    public static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "pass",
        Verdict.Fail => "FAIL",
        Verdict.Warning => "warn",
        Verdict.NotApplicable => "n/a",
        Verdict.Blocked => "BLOCKED",
        Verdict.HarnessError => "ERROR",
        _ => "info",
    };

    /// <summary>
    /// The word with a sign: <c>!</c> if it differs from the baseline, <c>=</c> if it is as the baseline expects, <c>~</c> if it
    /// is flaky.
    /// </summary>
    public static string Word(ScenarioReport scenario) => Word(scenario.Verdict) + scenario switch
    {
        { Flaky.Length: > 0 } => " ~",
        { Baseline.Drift: true } => " !",
        { Baseline: { } baseline } when baseline.Expected != Verdict.Pass => " =",
        _ => "",
    };

    /// <summary>What comes before the id of a case that endangers users, with a blank; otherwise nothing.</summary>
    public static string Label(ScenarioReport scenario) => scenario.IsBreach() ? $"{ScenarioReport.SecurityWord} " : "";

    /// <summary>The colour for a verdict, as Spectre.Console names it.</summary>
    public static string Colour(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "green",
        Verdict.Fail or Verdict.Blocked => "red",
        Verdict.Warning => "yellow",
        Verdict.HarnessError => "magenta",
        _ => "grey",
    };
}
