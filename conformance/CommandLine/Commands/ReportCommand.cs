using System.CommandLine;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Model;
using ConformanceKit.ReferenceProxy.Explaining;
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
        var verbose = new Option<bool>("--verbose") { Description = "Show all rows, also those where every proxy passes" };
        var command = new Command("report", HelpTexts.Report) { files, verbose };
        reports.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            var outputs = reports.Files(parsed, context);
            var matrix = new TerminalMatrix(context.Console(), parsed.GetValue(verbose));
            return ReportAsync(context, parsed.GetValue(files)!, path => reports.Overwrite(parsed, path), matrix, outputs, stop);
        });
        return command;
    }

    private static async Task<int> ReportAsync(
        CommandContext context, IReadOnlyList<string> paths, Func<string, bool> isOverwritten, TerminalMatrix matrix,
        IReadOnlyList<IReportOutput> files, CancellationToken stop)
    {
        if (paths.GroupBy(path => path).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new UsageException($"The file {twice.Key} is named twice.");
        var saved = paths.Select(path => new SavedReport(path, JsonReport.Read(path, keep: isOverwritten(path))));
        var report = ReportMerge.Of([.. saved], remark => context.Error.WriteLine(VisibleText.OneLine(remark)));
        var written = await WrittenReports.WriteAsync(context, files, report, stop);
        using (context.Fold("Case by case"))
            matrix.Print(report.Proxies);
        new TerminalSummary(context.Console(), context.Program.Command).PrintSaved(report, written);
        return written.Count < files.Count ? ExitCodes.HarnessError : ReportExitCode.Of(report);
    }
}
