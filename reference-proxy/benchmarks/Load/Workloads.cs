namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>All loads.</summary>
internal static class Workloads
{
    /// <summary>In the order in which they run.</summary>
    public static IReadOnlyList<Workload> All { get; } = [];
}
