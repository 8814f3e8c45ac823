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

    /// <summary>Who carries it, where that is not everybody.</summary>
    public IReadOnlyList<string>? Only { get; init; }

    /// <summary>
    /// How often it runs before it is measured. A process is slower in its first seconds, above all one whose code is compiled
    /// while it runs. A load that begins with a warm-up of its own needs none here.
    /// </summary>
    public int WarmUps { get; init; } = 1;

    /// <summary>How often it is measured at most.</summary>
    public int Rounds { get; init; } = int.MaxValue;

    /// <summary>How often it is run at most for one value, where the host of the machine disturbs it.</summary>
    public int Tries => Rounds == 1 ? 1 : 3;
}
