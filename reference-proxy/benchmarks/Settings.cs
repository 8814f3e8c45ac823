using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks;

/// <summary>What shall be measured.</summary>
/// <param name="Peers">The reference, then its peers.</param>
/// <param name="Workloads">The loads.</param>
/// <param name="Rounds">How often each peer carries each of them, if the load itself says no less.</param>
internal sealed record Settings(IReadOnlyList<PeerKind> Peers, IReadOnlyList<Workload> Workloads, int Rounds)
{
    /// <summary>How many runs that is, with those that are not measured.</summary>
    public int Runs => Workloads.Sum(workload => (workload.WarmUps + RoundsOf(workload)) * PeersOf(workload).Count());

    /// <summary>How often this load is carried.</summary>
    public int RoundsOf(Workload workload) => Math.Min(Rounds, workload.Rounds);

    /// <summary>Who carries it.</summary>
    public IEnumerable<PeerKind> PeersOf(Workload workload) => workload.OnlyReference
        ? Peers.Take(1)
        : Peers.Where(peer => workload.Only is null || workload.Only.Contains(peer.Name));
}
