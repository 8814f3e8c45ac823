namespace ConformanceKit.Model;

/// <summary>Properties that several verdicts share.</summary>
internal static class Verdicts
{
    /// <summary>Whether the proxy does not do what the row asks for: it fails or warns, depending on the row's level.</summary>
    /// <param name="verdict">The verdict.</param>
    public static bool IsBroken(this Verdict verdict) => verdict is Verdict.Fail or Verdict.Warning;
}
