using System.Text;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Reporting;

/// <summary>The table for a terminal.</summary>
internal static class TextTable
{
    private const int Width = 118;

    /// <summary>Lays the table out: two lines for each measure that compares peers, one for each other measure.</summary>
    public static string Write(Report report)
    {
        // 1. What was measured, and where.
        var (table, text) = (new TableRows(report), new StringBuilder());
        Paragraph($"{report.Machine}.");
        Paragraph($"{string.Join(", ", report.Peers.Select(peer => $"{peer.Name} {peer.Version}".TrimEnd()))}.");
        if (report.Measures.Count == 0)
            Paragraph("Nothing was measured.");

        // 2. The measures that compare peers.
        if (table.Rows.Count > 0)
        {
            Paragraph($"{TableRows.Legend} {report.HostInWords}".TrimEnd());
            Columns(
            [
                ["", .. report.Peers.Select(peer => peer.Name)],
                .. table.Rows.SelectMany(row => (string[][])
                [
                    [row.Title, .. row.Cells.Select(cell => cell.Value)],
                    [$"  {row.Unit}", .. row.Cells.Select(cell => cell.Ratio)],
                ]),
            ]);
        }

        // 3. The measures of the reference alone; the notes; the goals.
        if (table.Alone.Count > 0)
        {
            Columns([["the reference alone"],
                .. table.Alone.Select(row => (string[])[$"{row.Title}: {row.Unit}", row.Cells[0].Value])]);
        }

        foreach (var (number, note) in table.Notes.Index())
            Paragraph($"{(number == 0 ? "\n" : "")}[{number + 1}] {note}");
        var goals = Goals.Of(report);
        if (goals.Count > 0)
        {
            Columns([["goal", "measured"],
                .. goals.Select(goal => (string[])[goal.Goal, Numbers.Ratio(goal.Figure), goal.Reached ? "reached" : "missed"])]);
        }

        return text.ToString();

        void Paragraph(string words) => text.AppendJoin('\n', Wrap(words)).Append('\n');

        void Columns(IReadOnlyList<string[]> rows) => text.Append('\n').AppendJoin('\n', Aligned(rows)).Append('\n');
    }

    /// <summary>Aligns columns to their widest cell: the first to the left, the others to the right.</summary>
    private static IEnumerable<string> Aligned(IReadOnlyList<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows.Max(row => row.Length))
            .Select(column => rows.Where(row => row.Length > column).Max(row => row[column].Length)).ToList();
        return rows.Select(row => string
            .Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column])))
            .TrimEnd());
    }

    /// <summary>Breaks a text between words.</summary>
    private static IEnumerable<string> Wrap(string text)
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
