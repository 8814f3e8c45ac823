using System.Text.Encodings.Web;
using System.Text.Json;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Reporting;

/// <summary>The complete report for programs: every value of every round, and what was computed from them.</summary>
internal static class JsonReport
{
    /// <summary>The version of the format, for the programs that read it.</summary>
    private const int SchemaVersion = 1;

    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the report.</summary>
    public static string Write(Report report) => JsonSerializer.Serialize(
        new
        {
            SchemaVersion,
            report.StartedAt,
            DurationSeconds = Math.Round(report.Duration.TotalSeconds, 1),
            report.Machine,
            Settings = new { report.Rounds },
            report.Peers,
            Ratio = "the reference's median divided by the peer's",
            Measures = report.Measures.Select(measure => new
            {
                measure.Measure.Id,
                measure.Workload,
                measure.Measure.Title,
                measure.Measure.Unit,
                measure.Measure.MoreIsBetter,
                Peers = measure.Peers.Select(peer => new
                {
                    Name = peer.Key,
                    peer.Value.Median,
                    peer.Value.Min,
                    peer.Value.Max,
                    Ratio = measure.Ratio(peer.Key),
                    Rounds = report.Samples
                        .Where(sample => sample.Figure.Measure.Id == measure.Measure.Id && sample.Peer == peer.Key)
                        .Select(sample => new { sample.Round, sample.Figure.Value, sample.Stolen }),
                }),
            }),
            report.Failures,
            Goals = Goals.Of(report),
        },
        s_options) + "\n";
}
