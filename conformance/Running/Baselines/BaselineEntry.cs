using ConformanceKit.Model;

namespace ConformanceKit.Running.Baselines;

/// <summary>One verdict that is expected of a proxy although it is not a pass.</summary>
/// <param name="Id">The scenario.</param>
/// <param name="Verdict">What it is expected to end with.</param>
/// <param name="Why">Clause and what was seen, as a line for people; where the proxy is undecided, also what decides.</param>
/// <param name="Or">What it ends with at other times, where the proxy is undecided by itself; null where it is not.</param>
internal sealed record BaselineEntry(string Id, Verdict Verdict, string Why, Verdict? Or = null);
