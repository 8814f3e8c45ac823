namespace ConformanceKit.ReferenceProxy.Benchmarks.Reporting;

/// <summary>
/// The table, before it is laid out: one row for each measure that compares, one cell for each peer; and what was measured of
/// the reference alone.
/// </summary>
internal sealed class TableRows
{
    private readonly List<string> _notes = [];

    /// <summary>Makes the rows, and the notes on what is missing.</summary>
    public TableRows(Report report)
    {
        Rows = [.. report.Measures.Where(Compares).Select(measure => new TableRow(
            measure.Measure.Title, measure.Measure.Words, [.. report.Peers.Select(peer => Cell(report, measure, peer.Name))]))];
        Alone = [.. report.Measures.Where(measure => !Compares(measure)).Select(measure => new TableRow(
            measure.Measure.Title, measure.Measure.Words, [Cell(report, measure, Report.Reference)]))];
        foreach (var failure in report.Failures)
            Note(failure);
    }

    /// <summary>How to read it.</summary>
    public static string Legend { get; } =
        "The median of the rounds, ± half of the way from the least to the greatest. Under it the ratio: the reference's median "
        + "divided by the peer's, with a * where the reference is the better one.";

    /// <summary>The rows that compare.</summary>
    public IReadOnlyList<TableRow> Rows { get; }

    /// <summary>The rows with one cell.</summary>
    public IReadOnlyList<TableRow> Alone { get; }

    /// <summary>Why a cell is empty, or stands on fewer rounds.</summary>
    public IReadOnlyList<string> Notes => _notes;

    private static bool Compares(MeasureSummary measure) =>
        measure.Peers.Count > 1 || !measure.Peers.ContainsKey(Report.Reference);

    private TableCell Cell(Report report, MeasureSummary measure, string peer)
    {
        var failure = report.Failures.FirstOrDefault(failure => failure.Workload == measure.Workload && failure.Peer == peer);
        var note = failure is null ? "" : $" [{Note(failure)}]";
        if (!measure.Peers.TryGetValue(peer, out var statistics))
            return new TableCell($"-{note}", "");
        var ratio = measure.Ratio(peer) is { } known
            ? $"{Numbers.Ratio(known)}{(measure.ReferenceIsBetter(known) ? " *" : "  ")}"
            : "";
        return new TableCell(Numbers.Value(statistics) + note, ratio);
    }

    private int Note(Failure failure)
    {
        var text = $"{failure.Peer}, {failure.Workload}, {Results.Words(failure.Round)}: {failure.Reason}";
        if (!_notes.Contains(text))
            _notes.Add(text);
        return _notes.IndexOf(text) + 1;
    }
}

/// <summary>One measure.</summary>
internal sealed record TableRow(string Title, string Unit, IReadOnlyList<TableCell> Cells);

/// <summary>One peer in it.</summary>
internal sealed record TableCell(string Value, string Ratio);
