namespace ConformanceKit.ReferenceProxy.Benchmarks.Reporting;

/// <summary>
/// The table before layout: one row for each measure that compares peers, with one cell for each; and the measures of the
/// reference alone.
/// </summary>
internal sealed class TableRows
{
    private readonly List<string> _notes = [];

    /// <summary>Makes the rows, and the notes on missing values.</summary>
    public TableRows(Report report)
    {
        Rows = [.. report.Measures.Where(Compares).Select(measure => new TableRow(
            measure.Measure.Title, measure.Measure.Words, [.. report.Peers.Select(peer => Cell(report, measure, peer.Name))]))];
        Alone = [.. report.Measures.Where(measure => !Compares(measure)).Select(measure => new TableRow(
            measure.Measure.Title, measure.Measure.Words, [Cell(report, measure, Report.Reference)]))];
        foreach (var failure in report.Failures)
            Note(failure);
    }

    /// <summary>How to read the table.</summary>
    public static string Legend { get; } =
        "The median of the rounds, ± half the range. Below it the ratio: the reference's median divided by the peer's, with a * "
        + "where the reference is better.";

    /// <summary>The rows that compare peers.</summary>
    public IReadOnlyList<TableRow> Rows { get; }

    /// <summary>The rows with one cell, for the reference alone.</summary>
    public IReadOnlyList<TableRow> Alone { get; }

    /// <summary>Why a cell is empty, or based on fewer rounds.</summary>
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

/// <summary>The row of one measure.</summary>
internal sealed record TableRow(string Title, string Unit, IReadOnlyList<TableCell> Cells);

/// <summary>The cell of one peer in a row.</summary>
internal sealed record TableCell(string Value, string Ratio);
