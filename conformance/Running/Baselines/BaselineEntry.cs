using ConformanceKit.Model;

namespace ConformanceKit.Running.Baselines;

/// <summary>One verdict that is expected of a proxy although it is not a pass.</summary>
/// <param name="Id">The scenario.</param>
/// <param name="Verdict">What it is expected to end with.</param>
/// <param name="Why">Clause and what was seen, as a line for people; if the proxy's behaviour varies, also what decides.</param>
/// <param name="Or">The verdict that it ends with at other times, if the proxy's own behaviour varies; otherwise null.</param>
internal sealed record BaselineEntry(string Id, Verdict Verdict, string Why, Verdict? Or = null);
