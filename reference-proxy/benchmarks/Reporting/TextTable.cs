using System.Text;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Reporting;

/// <summary>The table on a terminal.</summary>
internal static class TextTable
{
    private const int Width = 118;

    /// <summary>Lays it out: two lines for each measure.</summary>
    public static string Write(Report report)
    {
        // 1. What it is.
        var table = new TableRows(report);
        var text = new StringBuilder();
        text.AppendJoin('\n', Wrap($"{report.Machine}.")).Append('\n');
        text.AppendJoin('\n', Wrap($"{string.Join(", ", report.Peers.Select(peer => $"{peer.Name} {peer.Version}".TrimEnd()))}.")).Append('\n');
        if (table.Rows.Count == 0)
            return text.Append("Nothing was measured.\n").AppendJoin("", table.Notes.Select(note => $"{note}\n")).ToString();
        text.AppendJoin('\n', Wrap(TableRows.Legend)).Append("\n\n");

        // 2. The columns are as wide as what is in them.
        var first = table.Rows.Max(row => Math.Max(row.Title.Length, row.Unit.Length + 2));
        var widths = report.Peers.Select((peer, i) => table.Rows
            .Max(row => Math.Max(peer.Name.Length, Math.Max(row.Cells[i].Value.Length, row.Cells[i].Ratio.Length)))).ToList();

        // 3. The head, the rows, the notes.
        Line("", report.Peers.Select(peer => peer.Name));
        foreach (var row in table.Rows)
        {
            Line(row.Title, row.Cells.Select(cell => cell.Value));
            Line($"  {row.Unit}", row.Cells.Select(cell => cell.Ratio));
        }
        foreach (var (number, note) in table.Notes.Index())
            text.Append(number == 0 ? "\n" : "").AppendJoin('\n', Wrap($"[{number + 1}] {note}")).Append('\n');

        // 4. The goals.
        text.Append("\nGoals, as ratios of the medians or as values\n");
        foreach (var goal in Goals.Of(report))
            text.Append($"  {goal.Verdict,-12}  {(goal.Figure is { } figure ? Numbers.Ratio(figure) : ""),6}  {goal.Goal}\n");
        return text.ToString();

        void Line(string title, IEnumerable<string> cells) => text
            .Append((title.PadRight(first) + string.Concat(cells.Select((cell, i) => "  " + cell.PadLeft(widths[i])))).TrimEnd())
            .Append('\n');
    }

    /// <summary>Breaks a text between its words.</summary>
    internal static IEnumerable<string> Wrap(string text)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Width)
            {
                yield return line;
                line = "";
            }
            line = line.Length == 0 ? word : $"{line} {word}";
        }
        yield return line;
    }
}
