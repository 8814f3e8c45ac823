using System.Globalization;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Reporting;

/// <summary>Everything to report, in whatever form.</summary>
/// <param name="Machine">The machine that it was measured on.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Rounds">How many rounds were requested.</param>
/// <param name="Peers">The reference and its peers, with their versions.</param>
/// <param name="Samples">Every value of every round.</param>
/// <param name="Failures">The loads that a peer could not carry.</param>
internal sealed record Report(
    Machine Machine,
    DateTimeOffset StartedAt,
    TimeSpan Duration,
    int Rounds,
    IReadOnlyList<PeerVersion> Peers,
    IReadOnlyList<Sample> Samples,
    IReadOnlyList<Failure> Failures)
{
    /// <summary>The name of the one that the peers are compared with.</summary>
    public const string Reference = "reference";

    /// <summary>The number of rounds, in words.</summary>
    public string RoundsInWords => Rounds == 1 ? "1 round" : $"{Rounds} rounds";

    /// <summary>How much the host disturbed the runs, in words; empty if it did not.</summary>
    public string HostInWords
    {
        get
        {
            // One run has several samples.
            var runs = Samples.DistinctBy(sample => (sample.Workload, sample.Peer, sample.Round));
            var stolen = Statistics.Of(runs.Select(run => run.Stolen).DefaultIfEmpty());
            var (median, worst) = (stolen.Median, stolen.Max);
            return worst < 0.005 ? "" : string.Create(CultureInfo.InvariantCulture,
                $"The host gave {median:P0} of the cores' time to others in the median run, {worst:P0} in the worst.");
        }
    }

    /// <summary>The measures, in the order in which they were taken.</summary>
    public IReadOnlyList<MeasureSummary> Measures { get; } =
    [
        .. Samples.GroupBy(sample => sample.Figure.Measure.Id).Select(group => new MeasureSummary(
            group.First().Workload,
            group.First().Figure.Measure,
            group.GroupBy(sample => sample.Peer).ToDictionary(
                peer => peer.Key, peer => Statistics.Of(peer.Select(sample => sample.Figure.Value))))),
    ];
}

/// <summary>A peer and its version.</summary>
internal sealed record PeerVersion(string Name, string Version);
