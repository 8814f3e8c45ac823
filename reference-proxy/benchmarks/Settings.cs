using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks;

/// <summary>What to measure.</summary>
/// <param name="Peers">The reference, then its peers.</param>
/// <param name="Workloads">The loads.</param>
/// <param name="Rounds">How many times each peer carries each load, unless the load itself sets a lower number.</param>
internal sealed record Settings(IReadOnlyList<PeerKind> Peers, IReadOnlyList<Workload> Workloads, int Rounds)
{
    /// <summary>How many runs that makes, including warm-ups.</summary>
    public int Runs => Workloads.Sum(workload => (workload.WarmUps + RoundsOf(workload)) * PeersOf(workload).Count());

    /// <summary>How many times this load is measured.</summary>
    public int RoundsOf(Workload workload) => Math.Min(Rounds, workload.Rounds);

    /// <summary>The peers that carry it.</summary>
    public IEnumerable<PeerKind> PeersOf(Workload workload) => Peers
        .Where(peer => workload.OnlyReference ? peer == Peers[0] : workload.Only is null || workload.Only.Contains(peer.Name))
        .Select(peer => peer with { SpeaksTls = workload.OverTls });
}
