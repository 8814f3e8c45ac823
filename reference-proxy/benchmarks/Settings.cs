using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks;

/// <summary>What to measure.</summary>
/// <param name="Peers">The reference, then its peers.</param>
/// <param name="Workloads">The loads.</param>
/// <param name="Rounds">How many times each peer carries each load, unless the load itself sets a lower number.</param>
internal sealed record Settings(IReadOnlyList<PeerKind> Peers, IReadOnlyList<Workload> Workloads, int Rounds)
{
    /// <summary>The peers that carry any of the loads.</summary>
    public IReadOnlyList<PeerKind> PeersInUse =>
        [.. Peers.Where(peer => Workloads.Any(workload => Carries(workload, peer)))];

    /// <summary>How many runs that makes, including warm-ups.</summary>
    public int Runs => Workloads.Sum(workload => (workload.WarmUps + RoundsOf(workload)) * PeersOf(workload).Count());

    /// <summary>How many times this load is measured.</summary>
    public int RoundsOf(Workload workload) => Math.Min(Rounds, workload.Rounds);

    /// <summary>The peers that carry it.</summary>
    public IEnumerable<PeerKind> PeersOf(Workload workload) => Peers
        .Where(peer => Carries(workload, peer))
        .Select(peer => peer with { SpeaksTls = workload.OverTls, SpeaksHttp2 = workload.OverHttp2 });

    private bool Carries(Workload workload, PeerKind peer) =>
        workload.OnlyReference ? peer == Peers[0] : workload.Only?.Contains(peer.Name) ?? !peer.OnlyNamed;
}
