using System.Globalization;
using ConformanceKit.Clients;
using ConformanceKit.Model;
using Spectre.Console;

namespace ConformanceKit.Reporting.Terminal;

/// <summary>
/// The last screen of a run, or of saved reports: the verdicts, the worst fails and what else differs from the baseline, where the
/// reports are, and what to do next.
/// </summary>
/// <param name="console">The terminal.</param>
/// <param name="command">The command that runs the suite again, without its arguments.</param>
internal sealed class TerminalSummary(IAnsiConsole console, string command)
{
    // Shorter than this, nobody asks what a run waits for.
    private const double LongTailMs = 5000;

    private const int MostDrift = 5;

    /// <summary>Prints that of a run.</summary>
    /// <param name="report">The report.</param>
    /// <param name="written">The reports that were written.</param>
    public void Print(Report report, IReadOnlyList<IReportOutput> written)
    {
        console.MarkupLine(CultureInfo.InvariantCulture,
            $"{(report.Interrupted ? "interrupted" : "done")} in {report.DurationMs / 1000.0:0.0} s");
        foreach (var proxy in report.Proxies)
            PrintTail(proxy);

        // A single case has just been shown in full.
        PrintResults(report, written, withCases: !TerminalReport.IsOneCase(report));
    }

    /// <summary>Prints that of saved reports.</summary>
    /// <param name="report">The report that they make.</param>
    /// <param name="written">The reports that were written.</param>
    public void PrintSaved(Report report, IReadOnlyList<IReportOutput> written) => PrintResults(report, written, withCases: true);

    private void PrintResults(Report report, IReadOnlyList<IReportOutput> written, bool withCases)
    {
        PrintVerdicts(report);
        var worst = WorstFails.Of(report.Proxies);
        if (withCases)
        {
            PrintWorst(worst, report.Proxies.Count > 1);
            PrintDrift(report);
        }

        if (written.Count > 0)
            console.MarkupLineInterpolated($"[bold]Written:[/] {string.Join(", ", written.Select(file => file.Location))}");
        if (Next(report, worst.Count > 0, written.FirstOrDefault(file => file.IsSite)?.Location) is { } next)
            console.MarkupLineInterpolated($"[bold]Next:[/] {next}");
    }

    private void PrintVerdicts(Report report)
    {
        foreach (var proxy in report.Proxies.Where(proxy => proxy.Scenarios.Count > 0))
        {
            var verdict = VerdictSentence.Of(proxy, report.Interrupted);
            console.MarkupLineInterpolated($"[bold]{ProxyNames.WithVersion(proxy)}[/]: {verdict}");
        }

        if (report.Proxies.Any(proxy => proxy.Ended is not null && !proxy.IsClient()))
        {
            console.MarkupLine(
                "[dim]Let something start the program again when it ends: the run waits for that (--wait restart=TIME), goes on, and "
                + "names the cases that end it.[/]");
        }

        var repeated = report.Proxies.SelectMany(proxy => proxy.Scenarios.Where(scenario => scenario.Repeated is not null)
            .Select(scenario => $"{scenario.Id} on {ProxyNames.Shown(proxy.Name)}")).ToList();
        if (repeated.Count > 0)
        {
            var more = repeated.Count > MostDrift ? $" and {repeated.Count - MostDrift} more" : "";
            console.MarkupLineInterpolated(
                $"[dim]Run again alone, before the verdict counted: {string.Join(", ", repeated.Take(MostDrift))}{more}[/]");
        }
    }

    // Most of a run can be one case that waits until the proxy gives up on a target.
    private void PrintTail(ProxyReport proxy)
    {
        if (proxy.Time is not { TailMs: >= LongTailMs } time || NoAnswer.IsAllOf(proxy)
            || time.Longest.FirstOrDefault(one => one.Tail) is not { } last)
        {
            return;
        }

        var (took, on) = (TimeWords.Seconds(time.TailMs), ProxyNames.Shown(proxy.Name));
        console.MarkupLineInterpolated(
            $"[dim]For the last {took} the run waited for {last.Id} on {on}. --verbose shows what for.{Shorter(time)}[/]");
    }

    // A proxy that gives up later than the new bound fails the case.
    private static string Shorter(TimeReport time) =>
        time.Uses.Where(use => use.On is "patience" or "unanswered").Sum(use => use.TotalMs) < time.TailMs / 2 ? ""
        : " If it waited until the proxy gave up on a target, --wait dial=5s bounds that, and so grades it.";

    private void PrintWorst(IReadOnlyList<(ProxyReport Proxy, ScenarioReport Scenario)> worst, bool areMany)
    {
        foreach (var (proxy, scenario) in worst)
        {
            var on = areMany ? $" on {ProxyNames.Shown(proxy.Name)}" : "";
            var (colour, word) = (VerdictWords.Colour(scenario.Verdict), VerdictWords.Word(scenario.Verdict));
            var (label, reason) = (VerdictWords.Label(scenario), TerminalText.FirstLine(scenario.Reason));
            console.MarkupLineInterpolated(
                $"[{colour} bold]{word}[/] {label}[bold]{scenario.Id}[/]{on}: {scenario.Binding()}: {reason}");
            if (scenario.Why is { } why)
                console.OneLine($"why it matters: {why}");
            console.Command(scenario.Reproduce);
        }
    }

    private void PrintDrift(Report report)
    {
        var drift = OtherDrift.Of(report.Proxies).ToList();
        foreach (var (proxy, scenario) in drift.Take(MostDrift))
        {
            var on = report.Proxies.Count > 1 ? $" on {ProxyNames.Shown(proxy.Name)}" : "";
            var (colour, word) = (VerdictWords.Colour(scenario.Verdict), VerdictWords.Word(scenario.Verdict));
            var expected = VerdictNames.Of(scenario.Baseline!.Expected);
            console.MarkupLineInterpolated(
                $"[{colour} bold]{word}[/] [bold]{scenario.Id}[/]{on}: differs from the baseline, which expects {expected}");
        }

        if (drift.Count > MostDrift)
            console.MarkupLineInterpolated($"... and {drift.Count - MostDrift} more (marked ! above)");
    }

    private string? Next(Report report, bool hasFails, string? site)
    {
        var graded = report.Proxies.Where(proxy => !NoAnswer.IsAllOf(proxy)).ToList();
        if (graded.Count == 0 || report.Interrupted)
            return null;
        var scenarios = graded.SelectMany(proxy => proxy.Scenarios).ToList();
        var read = site is null ? "add --html site to see every exchange drawn" : $"open {site}";
        if (scenarios.Any(scenario => scenario.Baseline?.Drift == true))
            return $"{read}; if the verdicts that differ are right, record them: run it again with --baseline update";
        if (hasFails)
            return $"run an 'explain' command above to see both sides' bytes, or {read}";
        return graded switch
        {
            [{ Name: UnderTest.ProxyCatalogue.Embedded }] =>
                $"grade a proxy of your own: {command} run --proxy http://HOST:PORT",
            [{ Kind: ProxyReport.ClientKind, Name: ClientCatalogue.Scripted }] =>
                $"grade a client of your own: {command} client --command 'curl -x {{proxy}} --cacert {{ca}} {{url}}'",
            _ => read,
        };
    }
}
