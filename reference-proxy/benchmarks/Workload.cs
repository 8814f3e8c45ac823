using ConformanceKit.ReferenceProxy.Benchmarks.Load;
using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks;

/// <summary>One kind of load, bounded in count and time.</summary>
/// <param name="Id">Its name on the command line.</param>
/// <param name="Title">What it does, in one line.</param>
/// <param name="Run">Loads the peer once and returns what was measured.</param>
internal sealed record Workload(string Id, string Title, Func<Peer, LoadOrigins, IReadOnlyList<Figure>> Run)
{
    /// <summary>Whether it is the reference alone that is of interest.</summary>
    public bool OnlyReference { get; init; }

    /// <summary>How often it runs at most.</summary>
    public int Rounds { get; init; } = int.MaxValue;
}
