using System.CommandLine;
using ConformanceKit.Reporting;
using ConformanceKit.Running;

namespace ConformanceKit.CommandLine;

/// <summary><c>diff</c>: what changed from one saved report to another.</summary>
internal static class DiffCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Host host)
    {
        var older = new Argument<string>("OLD") { Description = "The earlier report, as written by run --json" };
        var newer = new Argument<string>("NEW") { Description = "The later report" };
        var command = new Command("diff", HelpTexts.Diff) { older, newer };
        command.SetAction((parsed, _) => DiffAsync(host, parsed.GetValue(older)!, parsed.GetValue(newer)!));
        return command;
    }

    private static async Task<int> DiffAsync(Host host, string older, string newer)
    {
        var diff = ReportDiff.Between(JsonReport.Read(older), JsonReport.Read(newer));
        (string Name, IReadOnlyList<string> Lines)[] parts =
            [("regressed", diff.Regressed), ("fixed", diff.Fixed), ("new", diff.New), ("removed", diff.Removed)];
        foreach (var (name, lines) in parts)
        {
            foreach (var line in lines) await host.Out.WriteLineAsync($"{name,-10} {line}");
        }
        await host.Out.WriteLineAsync(string.Join(", ", parts.Select(part => $"{part.Lines.Count} {part.Name}")));
        return diff.Regressed.Count > 0 ? ExitCodes.Broken : ExitCodes.Conformant;
    }
}
