using ConformanceKit.Model;
using ConformanceKit.ReferenceProxy.Explaining;
using Spectre.Console;

namespace ConformanceKit.Reporting.Terminal;

/// <summary>The overview: one row per scenario, by group, and one column per proxy.</summary>
/// <param name="console">The terminal.</param>
/// <param name="verbose">Whether every row is shown, however many there are.</param>
internal sealed class TerminalMatrix(IAnsiConsole console, bool verbose)
{
    // As many rows as fit on a screen.
    private const int FewRows = 40;
    private const int LeastNameWidth = 36;
    private const int LeastColumnWidth = 12;
    private const int ProxiesAtOnce = 3;

    /// <summary>Whether there are more rows than anybody wants to read through, so that only those that say something are shown.
    /// </summary>
    public static bool IsLong(IReadOnlyList<ProxyReport> proxies) =>
        proxies.SelectMany(proxy => proxy.Scenarios).DistinctBy(scenario => scenario.Id).Skip(FewRows).Any();

    /// <summary>
    /// Prints the matrix of proxies, and that of clients; if there are more than fit, in blocks, one below the other. A proxy
    /// that never replied has no column: its verdict says all there is to say.
    /// </summary>
    public void Print(IReadOnlyList<ProxyReport> all)
    {
        foreach (var kind in SubjectWords.ByKind([.. all.Where(proxy => !NoAnswer.IsAllOf(proxy))]))
            PrintAlike(kind);
    }

    private void PrintAlike(IReadOnlyList<ProxyReport> proxies)
    {
        var names = new ColumnNames([.. proxies.Select(proxy => ProxyNames.Shown(proxy.Name))], LeastColumnWidth - 1);
        var (isShown, others) = RowsToShow(proxies);
        foreach (var block in proxies.Chunk(ProxiesAtOnce))
            PrintBlock(block, names, isShown);
        var rows = proxies.SelectMany(proxy => proxy.Scenarios).GroupBy(scenario => scenario.Id);
        if (rows.Count(row => !row.Any(isShown)) is > 0 and var leftOut)
            console.MarkupLineInterpolated($"[dim]... and {leftOut} rows {others} (--verbose shows them)[/]\n");
        foreach (var proxy in proxies)
            PrintTotals(proxy);
        if (proxies.SelectMany(proxy => proxy.Scenarios)
            .Any(scenario => VerdictWords.Word(scenario) != VerdictWords.Word(scenario.Verdict)))
        {
            console.MarkupLine("[dim]= as the baseline expects, ! differs from the baseline, ~ differs from round to round[/]");
        }

        console.WriteLine();
    }

    // Of a few proxies, all that is no pass is worth a row; of many, only what nobody expects.
    private (Func<ScenarioReport, bool> IsShown, string Others) RowsToShow(IReadOnlyList<ProxyReport> proxies) =>
        verbose || !IsLong(proxies) ? (_ => true, "")
        : proxies.Count == 1 ? (IsNoPass, "that pass")
        : proxies.Count <= ProxiesAtOnce ? (IsNoPass, $"where every {SubjectWords.One(proxies)} passes")
        : (IsNews, "without anything new");

    private static bool IsNoPass(ScenarioReport scenario) => VerdictWords.Word(scenario) != VerdictWords.Word(Verdict.Pass);

    private static bool IsNews(ScenarioReport scenario) => scenario switch
    {
        { Verdict: Verdict.HarnessError } or { Flaky.Length: > 0 } or { Baseline.Drift: true } => true,
        { Baseline: not null } => false,
        _ => scenario.Verdict is Verdict.Fail or Verdict.Warning or Verdict.Blocked,
    };

    private void PrintBlock(ProxyReport[] proxies, ColumnNames shown, Func<ScenarioReport, bool> isShown)
    {
        var width = shown.Width + 1;
        var rows = proxies.SelectMany(proxy => proxy.Scenarios).GroupBy(scenario => scenario.Id)
            .Where(row => row.Any(isShown)).Select(row => row.FirstOrDefault(scenario => scenario.IsBreach()) ?? row.First())
            .OrderBy(scenario => scenario.IsBreach() ? 0 : 1).ThenBy(scenario => scenario.Id, StringComparer.Ordinal)
            .GroupBy(scenario => scenario.Group)
            .OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        var nameWidth = rows.SelectMany(group => group.Select(row => NameOf(row).Length + 1)).Append(LeastNameWidth).Max();
        var columns = proxies.Select(proxy => proxy.Scenarios.ToDictionary(scenario => scenario.Id)).ToList();

        var names = proxies.Length == 1
            ? ""
            : string.Concat(proxies.Select(proxy => shown.Of(ProxyNames.Shown(proxy.Name)).PadRight(width)));
        foreach (var group in rows)
        {
            var name = VisibleText.OneLine(group.Key);
            console.MarkupLineInterpolated(
                $"[bold]{(names.Length > 0 ? name.PadRight(2 + nameWidth) : name)}[/][dim]{names.TrimEnd()}[/]");
            foreach (var row in group)
            {
                var line = new Paragraph($"  {NameOf(row).PadRight(nameWidth)}");
                foreach (var column in columns)
                    AppendCell(line, column.GetValueOrDefault(row.Id), width);
                console.Write(line.Append("\n"));
            }
        }

        if (rows.Count > 0)
            console.WriteLine();
    }

    private static string NameOf(ScenarioReport scenario) =>
        VisibleText.OneLine(scenario.Id[(scenario.Group.Length + 1)..])
        + (scenario.IsBreach() ? $" ({ScenarioReport.SecurityWord})" : "");

    private static void AppendCell(Paragraph line, ScenarioReport? scenario, int width)
    {
        var word = scenario is null ? "" : VerdictWords.Word(scenario);
        if (scenario is not null)
            line.Append(word, Style.Parse(VerdictWords.Colour(scenario.Verdict)));
        line.Append("".PadRight(Math.Max(1, width - word.Length)));
    }

    private void PrintTotals(ProxyReport proxy)
    {
        var counts = proxy.Scenarios.CountBy(scenario => scenario.Verdict).OrderBy(count => count.Key)
            .Select(count => $"{count.Value} {VerdictNames.Of(count.Key)}");
        var drift = proxy.Scenarios.Count(scenario => scenario.Baseline?.Drift == true);
        var baseline = !proxy.HasBaseline ? ""
            : drift > 0 ? $"; {drift} {(drift == 1 ? "differs" : "differ")} from the baseline (!)"
            : proxy.Scenarios.Any(scenario => scenario.Verdict == Verdict.HarnessError) ? "" // whether they match is not known
            : "; as the baseline expects";
        console.MarkupLineInterpolated($"[bold]{ProxyNames.WithVersion(proxy)}[/]: {string.Join(", ", counts)}{baseline}");
    }
}
