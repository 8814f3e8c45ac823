using System.Globalization;
using ConformanceKit.Trying;
using ConformanceKit.Wire;
using Spectre.Console;

namespace ConformanceKit.Reporting.Terminal;

/// <summary>A request that was tried: what to know about it, the exchange, and what came of it.</summary>
/// <param name="console">The terminal.</param>
internal sealed class TrialReport(IAnsiConsole console)
{
    private const int EvidenceLines = 60;

    /// <summary>Prints it.</summary>
    /// <param name="trial">The trial.</param>
    public void Print(TrialResult trial)
    {
        console.MarkupLineInterpolated($"[bold]{ByteText.Escape(trial.Request)}[/] through {ProxyNames.Shown(trial.Proxy)}");
        foreach (var note in trial.Notes)
            console.Indented($"{note}");
        console.WriteLine();
        console.Ladder(trial.Evidence, EvidenceLines);
        console.WriteLine();

        if (trial.IsComplete)
            console.MarkupLine(CultureInfo.InvariantCulture, $"[green bold]answered[/] with {trial.Status}");
        else
            console.MarkupLineInterpolated($"[red bold]no complete response[/]: {trial.Problem}");
        if (trial.Afterwards.Length > 0)
            console.MarkupLineInterpolated($"[yellow bold]after the response[/]: {trial.Afterwards}");
        if (trial.Advice.Length > 0)
            console.MarkupLineInterpolated($"[bold]Next:[/] {trial.Advice}");
    }
}
