using Spectre.Console;

namespace ConformanceKit.Reporting.Terminal;

/// <summary>Where a run's time went, for the person at the terminal who wants to know more.</summary>
internal sealed class TerminalTime(IAnsiConsole console)
{
    /// <summary>Prints it.</summary>
    /// <param name="report">The report.</param>
    /// <param name="writing">How long it took to write the report's files; null where there are none.</param>
    public void Print(Report report, TimeSpan? writing)
    {
        console.WriteLine();
        console.MarkupLine("[bold]Where the time went[/]");
        if (report.LoadMs is { } load)
            console.Indented($"{TimeWords.Seconds(load)} until the run began: loading the program and the suite");
        foreach (var proxy in report.Proxies)
        {
            if (proxy.Time is { } time)
                Print(ProxyNames.Shown(proxy.Name), time, report.Settings);
        }
        if (writing is { } took)
            console.Indented($"{TimeWords.Seconds(took.TotalMilliseconds)} writing the reports");
    }

    private void Print(string name, TimeReport time, IReadOnlyDictionary<string, object> settings)
    {
        console.Indented($"[bold]{name}[/]: {TimeWords.Start(time)}");
        console.Indented($"[bold]{name}[/]: scenarios took {TimeWords.Scenarios(time, settings)}");
        console.Indented($"[bold]{name}[/]: {TimeWords.Tail(time)}");
        foreach (var use in time.Uses.OrderByDescending(use => use.TotalMs))
            console.Indented($"{TimeWords.Seconds(use.TotalMs),9}  {use.Count} × {TimeWords.Use(use.On)}");
        foreach (var one in time.Longest)
        {
            var (took, began) = (TimeWords.Seconds(one.DurationMs), TimeWords.Seconds(one.BeganMs));
            var tail = one.Tail ? "; the run waited for it at the end" : "";
            console.Indented($"{took,9}  {one.Id}, started at {began}{tail}");
        }
    }
}
