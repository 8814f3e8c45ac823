using ConformanceKit.ReferenceProxy.Benchmarks;
using ConformanceKit.ReferenceProxy.Benchmarks.Reporting;

namespace ConformanceKit.ReferenceProxy.Tests.Benchmarks;

/// <summary>Results such as a benchmark would measure.</summary>
internal static class Reports
{
    public static Measure Bulk { get; } = new("bulk-1", "Bulk, 1 tunnel", "GiB/s", MoreIsBetter: true);

    public static Measure RoundTrip { get; } = new("round-trip-p50", "Round trip, median", "us", MoreIsBetter: false);

    public static IEnumerable<Sample> Samples(string peer, Measure measure, params double[] values) =>
        values.Select((value, i) => new Sample("load", peer, i + 1, 0, new Figure(measure, value)));

    public static Report Of(params IEnumerable<Sample>[] samples) => Of([], samples);

    public static Report Of(Failure[] failures, params IEnumerable<Sample>[] samples)
    {
        var all = samples.SelectMany(some => some).ToList();
        var peers = all.Select(sample => sample.Peer).Concat(failures.Select(failure => failure.Peer)).Distinct();
        return new Report(
            new Machine("a <fast> processor & more", 2, 16, "Linux", ".NET"),
            DateTimeOffset.UnixEpoch,
            TimeSpan.FromSeconds(9),
            Rounds: 3,
            [.. peers.Select(peer => new PeerVersion(peer, "1.0"))],
            all,
            failures);
    }
}
