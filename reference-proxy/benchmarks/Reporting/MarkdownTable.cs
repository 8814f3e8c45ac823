using System.Text;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Reporting;

/// <summary>The same table as Markdown.</summary>
internal static class MarkdownTable
{
    /// <summary>Lays it out: one row for each measure.</summary>
    public static string Write(Report report)
    {
        // 1. What it is.
        var table = new TableRows(report);
        var text = new StringBuilder();
        text.Append($"{report.Machine}.\n");
        text.Append($"{string.Join(", ", report.Peers.Select(peer => $"{peer.Name} {peer.Version}".TrimEnd()))}.\n");
        text.Append($"{report.Rounds} rounds.\n\n{Escape(TableRows.Legend)}\n\n");

        // 2. The rows.
        Row(["measure", .. report.Peers.Select(peer => peer.Name)]);
        text.Append($"|-|{string.Concat(report.Peers.Select(_ => "-:|"))}\n");
        foreach (var row in table.Rows)
            Row([$"{row.Title}<br>{row.Unit}", .. row.Cells.Select(cell => $"{Escape(cell.Value)}<br>{Escape(cell.Ratio.TrimEnd())}")]);

        // 3. The notes and the goals.
        foreach (var (number, note) in table.Notes.Index())
            text.Append($"\n\\[{number + 1}] {Escape(note)}\n");
        text.Append("\n| goal | measured | |\n|-|-:|-|\n");
        foreach (var goal in Goals.Of(report))
            Row([goal.Goal, goal.Figure is { } figure ? Numbers.Ratio(figure) : "", goal.Verdict]);
        return text.ToString();

        void Row(IEnumerable<string> cells) => text.Append($"| {string.Join(" | ", cells)} |\n");
    }

    /// <summary>What Markdown would take for its own.</summary>
    private static string Escape(string text) =>
        text.Replace("|", "\\|").Replace("*", "\\*").Replace("[", "\\[").Replace("<", "&lt;");
}
