using ConformanceKit.Model;
using Spectre.Console;

namespace ConformanceKit.Reporting.Terminal;

/// <summary>The overview: one row per scenario, by group, and one column per proxy.</summary>
internal sealed class TerminalMatrix(IAnsiConsole console)
{
    private const int LeastNameWidth = 36;
    private const int LeastColumnWidth = 12;
    private const int ProxiesAtOnce = 3;

    /// <summary>
    /// Prints the matrix; if there are more proxies than fit, it is printed in blocks, one below the other. A proxy that never
    /// replied has no column: its verdict says all there is to say.
    /// </summary>
    public void Print(IReadOnlyList<ProxyReport> all)
    {
        var proxies = all.Where(proxy => !NoAnswer.IsAllOf(proxy)).ToList();
        if (proxies.Count == 0)
            return;
        var names = new ColumnNames([.. proxies.Select(proxy => ProxyNames.Shown(proxy.Name))], LeastColumnWidth - 1);
        foreach (var block in proxies.Chunk(ProxiesAtOnce))
            PrintBlock(block, names);
        foreach (var proxy in proxies)
            PrintTotals(proxy);
        if (proxies.SelectMany(proxy => proxy.Scenarios)
            .Any(scenario => VerdictWords.Word(scenario) != VerdictWords.Word(scenario.Verdict)))
        {
            console.MarkupLine("[dim]= as the baseline expects, ! differs from the baseline, ~ differs from round to round[/]");
        }

        console.WriteLine();
    }

    private void PrintBlock(ProxyReport[] proxies, ColumnNames shown)
    {
        var width = shown.Width + 1;
        var rows = proxies.SelectMany(proxy => proxy.Scenarios).DistinctBy(scenario => scenario.Id)
            .OrderBy(scenario => scenario.Id, StringComparer.Ordinal).GroupBy(scenario => scenario.Group)
            .OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        var nameWidth = rows.SelectMany(group => group.Select(row => NameOf(row).Length + 1)).Append(LeastNameWidth).Max();
        var columns = proxies.Select(proxy => proxy.Scenarios.ToDictionary(scenario => scenario.Id)).ToList();

        var names = proxies.Length == 1
            ? ""
            : string.Concat(proxies.Select(proxy => shown.Of(ProxyNames.Shown(proxy.Name)).PadRight(width)));
        foreach (var group in rows)
        {
            console.MarkupLineInterpolated(
                $"[bold]{(names.Length > 0 ? group.Key.PadRight(2 + nameWidth) : group.Key)}[/][dim]{names.TrimEnd()}[/]");
            foreach (var row in group)
            {
                var cells = columns.Select(
                    column => column.TryGetValue(row.Id, out var scenario) ? Cell(scenario, width) : new string(' ', width));
                console.MarkupLine($"  {Markup.Escape(NameOf(row).PadRight(nameWidth))}{string.Concat(cells)}".TrimEnd());
            }
        }
        console.WriteLine();
    }

    private static string NameOf(ScenarioReport scenario) => scenario.Id[(scenario.Group.Length + 1)..];

    private static string Cell(ScenarioReport scenario, int width)
    {
        var word = VerdictWords.Word(scenario);
        var gap = "".PadRight(Math.Max(1, width - word.Length));
        return $"[{VerdictWords.Colour(scenario.Verdict)}]{Markup.Escape(word)}[/]{gap}";
    }

    private void PrintTotals(ProxyReport proxy)
    {
        var counts = proxy.Scenarios.CountBy(scenario => scenario.Verdict).OrderBy(count => count.Key)
            .Select(count => $"{count.Value} {VerdictNames.Of(count.Key)}");
        var drift = proxy.Scenarios.Count(scenario => scenario.Baseline?.Drift == true);
        var baseline = !proxy.HasBaseline ? ""
            : drift > 0 ? $"; {drift} not as the baseline says (!)"
            : proxy.Scenarios.Any(scenario => scenario.Verdict == Verdict.HarnessError) ? "" // whether they match is not known
            : "; as the baseline says";
        console.MarkupLineInterpolated($"[bold]{ProxyNames.WithVersion(proxy)}[/]: {string.Join(", ", counts)}{baseline}");
    }
}
