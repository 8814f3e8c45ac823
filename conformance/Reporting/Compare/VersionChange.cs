namespace ConformanceKit.Reporting.Compare;

/// <summary>A version that differs from one report to another.</summary>
/// <param name="Of">What has the version: the tool, a proxy or its image.</param>
/// <param name="Old">The earlier one; empty if it is not known.</param>
/// <param name="New">The later one; empty if it is not known.</param>
internal sealed record VersionChange(string Of, string Old, string New);
