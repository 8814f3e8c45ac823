using System.CommandLine;
using ConformanceKit.Model;
using ConformanceKit.Reporting;
using ConformanceKit.Reporting.Html;
using ConformanceKit.Reporting.Json;
using ConformanceKit.Reporting.Markdown;

namespace ConformanceKit.CommandLine.Options;

/// <summary>The options that say what to write.</summary>
internal sealed class ReportOptions
{
    private readonly IReadOnlyList<(Option<string?> Option, Func<Report, string> Format)> _formats =
    [
        (CheckedOptions.File("--json", "Write the whole report, evidence included, as JSON"), JsonReport.Write),
        (CheckedOptions.File("--junit", "Write JUnit XML for a CI system"), JUnitReport.Write),
        (CheckedOptions.File("--markdown", "Write Markdown for a job's summary or a comment: what changed first"),
            MarkdownReport.Write),
        (CheckedOptions.File("--badge", "Write a badge for a README as SVG"), BadgeReport.Write),
        (CheckedOptions.File("--counts", "Write the number of each verdict as lines NAME=NUMBER, for scripts"),
            CountsReport.Write),
    ];

    private readonly Option<string?> _site = new("--html")
    {
        HelpName = "DIR",
        Description = "Write a site: the matrix, and a page for each case and each proxy",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _site.RefuseDash("directory");
        foreach (var (option, _) in _formats)
            command.Add(option);
        command.Add(_site);
    }

    /// <summary>What to write, each known to be writable.</summary>
    /// <exception cref="UsageException">One cannot be written.</exception>
    public IReadOnlyList<IReportOutput> Files(ParseResult parsed, CommandContext context) =>
    [
        .. _formats
            .Select(format => (format.Option.Name, Path: parsed.GetValue(format.Option), format.Format))
            .Where(format => format.Path is not null)
            .Select(format => new ReportFile(format.Name, format.Path!, format.Format)),
        .. parsed.GetValue(_site) is { } directory
            ? [new SiteWriter(directory, context.Program, stop => LessonRecorder.RecordAsync(context, stop))]
            : Array.Empty<IReportOutput>(),
    ];
}
