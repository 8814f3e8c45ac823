using System.CommandLine;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Model;
using ConformanceKit.Reporting.Compare;
using ConformanceKit.Reporting.Json;

namespace ConformanceKit.CommandLine.Commands;

/// <summary><c>diff</c>: what changed from one saved report to another.</summary>
internal static class DiffCommand
{
    private static readonly Dictionary<string, Func<ReportDiff, string>> s_formats = new()
    {
        ["text"] = DiffReport.Text,
        ["markdown"] = DiffReport.Markdown,
        ["json"] = JsonReport.Write,
    };

    // The least severity of a verdict after which a regression is one.
    private static readonly Dictionary<string, int> s_failOn = new()
    {
        ["must"] = Severity.Of(Verdict.Fail),
        ["should"] = Severity.Of(Verdict.Warning),
        ["never"] = int.MaxValue,
    };

    /// <summary>The command.</summary>
    public static Command Create(CommandContext context)
    {
        var older = new Argument<string>("OLD") { Description = "The earlier report, as written by run --json or report --json" };
        var newer = new Argument<string>("NEW") { Description = "The later report" };
        var format = new Option<string>("--format")
        {
            HelpName = string.Join('|', s_formats.Keys),
            Description = "How to print it: for the terminal, for a job's summary or a comment, or for a program",
            DefaultValueFactory = _ => "text",
        };
        format.AddChoices([.. s_formats.Keys]);
        var failOn = new Option<string>("--fail-on")
        {
            HelpName = string.Join('|', s_failOn.Keys),
            Description =
                "Which regressions exit code 1 is for: must, those to fail, blocked or harness-error; should, also those to "
                + "warning; never, none",
            DefaultValueFactory = _ => "should",
        };
        failOn.AddChoices([.. s_failOn.Keys]);
        var command = new Command("diff", HelpTexts.Diff) { older, newer, format, failOn };
        command.SetAction(async (parsed, _) =>
        {
            var diff = ReportDiff.Between(JsonReport.Read(parsed.GetValue(older)!), JsonReport.Read(parsed.GetValue(newer)!));
            await context.Out.WriteAsync(s_formats[parsed.GetValue(format)!](diff));
            var least = s_failOn[parsed.GetValue(failOn)!];
            return diff.Regressed.Any(change => Severity.Of(change.New!.Value) >= least)
                ? ExitCodes.Broken
                : ExitCodes.Conformant;
        });
        return command;
    }
}
