using System.Globalization;
using System.Text.RegularExpressions;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Reporting;

/// <summary>One quantity at several numbers of tunnels, from the measures <c>growth-NUMBER-QUANTITY</c>.</summary>
/// <param name="Quantity">The quantity, which may or may not grow.</param>
/// <param name="Words">Its unit and direction.</param>
/// <param name="Points">The medians, by the number of tunnels.</param>
internal sealed partial record Growth(string Quantity, string Words, IReadOnlyList<GrowthPoint> Points)
{
    /// <summary>The numbers of tunnels.</summary>
    public IReadOnlyList<int> Tunnels { get; } = [.. Points.Select(point => point.Tunnels).Distinct()];

    /// <summary>Whether a measure belongs to a growth.</summary>
    public static bool Has(Measure measure) => Id().IsMatch(measure.Id);

    /// <summary>Groups measures by their quantity.</summary>
    public static IReadOnlyList<Growth> Of(IEnumerable<MeasureSummary> measures) =>
    [
        .. measures.Where(summary => Has(summary.Measure))
            .GroupBy(summary => Id().Match(summary.Measure.Id).Groups["quantity"].Value)
            .Select(group => new Growth(
                group.Key, group.First().Measure.Words, [.. group.SelectMany(PointsOf).OrderBy(point => point.Tunnels)])),
    ];

    private static IEnumerable<GrowthPoint> PointsOf(MeasureSummary summary)
    {
        var tunnels = int.Parse(Id().Match(summary.Measure.Id).Groups["tunnels"].Value, CultureInfo.InvariantCulture);
        return summary.Peers.Select(peer => new GrowthPoint(tunnels, peer.Key, peer.Value.Median));
    }

    [GeneratedRegex("^growth-(?<tunnels>[1-9][0-9]{0,8})-(?<quantity>.+)$")]
    private static partial Regex Id();
}

/// <summary>One point of a line.</summary>
internal readonly record struct GrowthPoint(int Tunnels, string Peer, double Value);
