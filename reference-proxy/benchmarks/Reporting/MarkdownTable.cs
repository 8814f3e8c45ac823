using System.Text;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Reporting;

/// <summary>The same table as Markdown.</summary>
internal static class MarkdownTable
{
    /// <summary>Lays the table out, with one row for each measure.</summary>
    public static string Write(Report report)
    {
        // 1. What was measured, and where.
        var table = new TableRows(report);
        var text = new StringBuilder();
        text.Append($"{report.Machine}.\n");
        text.Append($"{string.Join(", ", report.Peers.Select(peer => $"{peer.Name} {peer.Version}".TrimEnd()))}.\n");
        text.Append($"{report.RoundsInWords}. {report.HostInWords}".TrimEnd());
        text.Append($"\n\n{Escape(TableRows.Legend)}\n\n");

        // 2. The rows.
        Row(["measure", .. report.Peers.Select(peer => peer.Name)]);
        text.Append($"|-|{string.Concat(report.Peers.Select(_ => "-:|"))}\n");
        foreach (var row in table.Rows)
            Row([$"{row.Title}<br>{row.Unit}", .. row.Cells.Select(Cell)]);
        if (table.Alone.Count > 0)
            text.Append("\n| the reference alone | |\n|-|-:|\n");
        foreach (var row in table.Alone)
            Row([$"{row.Title}: {row.Unit}", Cell(row.Cells[0])]);

        // 3. The notes and the goals.
        foreach (var (number, note) in table.Notes.Index())
            text.Append($"\n\\[{number + 1}] {Escape(note)}\n");
        var goals = Goals.Of(report);
        if (goals.Count > 0)
            text.Append("\n| goal | measured | |\n|-|-:|-|\n");
        foreach (var goal in goals)
            Row([goal.Goal, Numbers.Ratio(goal.Figure), goal.Reached ? "reached" : "missed"]);
        return text.ToString();

        void Row(IEnumerable<string> cells) => text.Append($"| {string.Join(" | ", cells)} |\n");
    }

    private static string Cell(TableCell cell) =>
        cell.Ratio.Length > 0 ? $"{Escape(cell.Value)}<br>{Escape(cell.Ratio.TrimEnd())}" : Escape(cell.Value);

    /// <summary>Escapes what Markdown would interpret.</summary>
    private static string Escape(string text) =>
        text.Replace("|", "\\|").Replace("*", "\\*").Replace("[", "\\[").Replace("<", "&lt;");
}
