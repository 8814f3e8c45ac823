using System.CommandLine;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Model;
using ConformanceKit.Reporting;
using ConformanceKit.Reporting.Compare;
using ConformanceKit.Reporting.Json;
using ConformanceKit.Reporting.Terminal;

namespace ConformanceKit.CommandLine.Commands;

/// <summary><c>report</c>: other formats of saved reports, joined.</summary>
internal static class ReportCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CommandContext context)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Reports, as written by run --json",
            Arity = ArgumentArity.OneOrMore,
        };
        var reports = new ReportOptions();
        var command = new Command("report", HelpTexts.Report) { files };
        reports.AddTo(command);
        command.SetAction(
            (parsed, stop) => ReportAsync(context, parsed.GetValue(files)!, reports.Files(parsed, context), stop));
        return command;
    }

    private static async Task<int> ReportAsync(
        CommandContext context, IReadOnlyList<string> paths, IReadOnlyList<IReportOutput> files, CancellationToken stop)
    {
        if (paths.GroupBy(path => path).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new UsageException($"The file {twice.Key} is named twice.");
        var report = ReportMerge.Of([.. paths.Select(path => new SavedReport(path, JsonReport.Read(path)))],
            context.Error.WriteLine);
        new TerminalMatrix(context.Console()).Print(report.Proxies);
        new TerminalSummary(context.Console(), context.Program.Command).PrintVerdicts(report);
        foreach (var file in files)
            await file.WriteAsync(report, stop);
        return ReportExitCode.Of(report);
    }
}
