using System.Globalization;
using ConformanceKit.Model;
using Spectre.Console;

namespace ConformanceKit.Reporting.Terminal;

/// <summary>Cases in full: the requirement, the exchange on both sides of the proxy, the verdict.</summary>
internal sealed class ExplainReport(IAnsiConsole console, bool verbose)
{
    private const int EvidenceLines = 60;

    /// <summary>What the reference did in the same cases, by id, where there is something to compare.</summary>
    public IReadOnlyDictionary<string, ScenarioReport> Reference { get; init; } = new Dictionary<string, ScenarioReport>();

    /// <summary>Prints the cases, and after them what the proxy itself logged.</summary>
    public void Print(ProxyReport proxy)
    {
        foreach (var note in proxy.Notes ?? [])
            console.Paragraph($"[yellow]note[/]: {note}");
        foreach (var scenario in proxy.Scenarios)
            PrintCase(proxy, scenario);
        if (proxy.Scenarios.FirstOrDefault(one => one.Verdict is not (Verdict.HarnessError or Verdict.NotApplicable)) is { } any)
            PrintDispute(Dispute.Of(any));
        if (proxy.Log.Length == 0)
            return;
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]the end of {ProxyNames.Shown(proxy.Name)}'s own log[/]");
        foreach (var line in proxy.Log.Split('\n'))
            console.Indented($"[dim]{line.TrimEnd()}[/]");
    }

    // This output is what has to be sent, so the command need not be repeated.
    private void PrintDispute(Dispute dispute)
    {
        var where = IssueTracker.FormFor(IssueTracker.Repository, dispute.Id) is { } form ? $"at {form}" : Dispute.Where;
        string[] items = [dispute.ToSend[0], dispute.ToSend[1], "and this output"];
        console.Paragraph(
            $"[dim]If you disagree with this verdict, open an issue {where}, with: {string.Join("; ", items)}.[/]");
    }

    private void PrintCase(ProxyReport proxy, ScenarioReport scenario)
    {
        var version = proxy.Version.Length > 0 ? $" {proxy.Version}" : "";
        console.Paragraph($"[bold]{scenario.Id}[/] on {ProxyNames.Shown(proxy.Name)}{version}");
        console.Indented($"{scenario.Title}");
        console.Indented($"{scenario.Binding()}{(scenario.Security == true ? $"; {ScenarioReport.SecurityWord}" : "")}");
        if (scenario.Remark is { } remark)
            console.Indented($"grading: {remark}");
        if (scenario.Reading is { } reading)
            console.Indented($"reading: {reading}");
        if (scenario.Why is { } why)
            console.Indented($"why it matters: {why}");
        if (scenario.SeenIn is { } reports)
            console.Indented($"[dim]seen in the field: {string.Join(", ", reports)}[/]");
        console.WriteLine();

        console.Ladder(scenario.Evidence, EvidenceLines, scenario.Broken);
        if (scenario.Evidence.Count > 0)
            console.WriteLine();

        var reason = scenario.Reason.Length > 0 ? $": {scenario.Reason}" : "";
        var colour = VerdictWords.Colour(scenario.Verdict);
        var took = scenario.DurationMs.ToString("0.0", CultureInfo.InvariantCulture);
        console.Paragraph($"[{colour} bold]{VerdictNames.Of(scenario.Verdict)}[/]{reason} [dim]({took} ms)[/]");
        if (scenario.Baseline is { } baseline && (baseline.Drift || baseline.Why.Length > 0))
        {
            var agrees = $"{(baseline.Drift ? "differs from" : "agrees with")} the baseline, which expects";
            console.Indented(
                $"{agrees} {VerdictNames.Of(baseline.Expected)}{(baseline.Why.Length > 0 ? ": " : "")}{baseline.Why}");
        }
        if (verbose && scenario.Detail.Length > 0)
            console.MarkupLineInterpolated($"[dim]{scenario.Detail}[/]");
        console.WriteLine();
        if (!Reference.TryGetValue(scenario.Id, out var reference))
            return;
        console.MarkupLineInterpolated($"[bold]{(proxy.IsClient() ? "the correct client" : "the reference")}, same case[/]");
        console.WriteLine();
        console.Ladder(reference.Evidence, EvidenceLines);
        console.WriteLine();
    }
}
