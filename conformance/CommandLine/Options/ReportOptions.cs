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
    private readonly IReadOnlyList<(Option<string?> Option, Action<Report, Stream> Write)> _formats =
    [
        (CheckedOptions.File("--json", "Write the whole report, evidence included, as JSON"), JsonReport.Write),
        (CheckedOptions.File("--junit", "Write JUnit XML for a CI system"), ReportFile.Text(JUnitReport.Write)),
        (CheckedOptions.File("--markdown", "Write Markdown for a job's summary or a comment: what is broken first"),
            ReportFile.Text(MarkdownReport.Write)),
        (CheckedOptions.File("--badge", "Write a badge for a README as SVG"), ReportFile.Text(BadgeReport.Write)),
        (CheckedOptions.File("--counts", "Write the number of each verdict as lines NAME=NUMBER, for scripts"),
            ReportFile.Text(CountsReport.Write)),
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
            .Select(format => (format.Option.Name, Path: parsed.GetValue(format.Option), format.Write))
            .Where(format => format.Path is not null)
            .Select(format => new ReportFile(new(format.Name, format.Path!), format.Write)),
        .. parsed.GetValue(_site) is { } directory
            ? [new SiteWriter(directory, context.Program, stop => LessonRecorder.RecordAsync(context, stop))
            {
                Compare = (report, stop) => ReferenceRecorder.RecordForSiteAsync(context, report, stop),
            }]
            : Array.Empty<IReportOutput>(),
    ];

    /// <summary>Whether one of the files to write is this one, by whatever name or link.</summary>
    public bool Overwrite(ParseResult parsed, string path) => Identity(path) is { } read
        && _formats.Any(format => parsed.GetValue(format.Option) is { } written && Identity(written) == read);

    // Two names of one file have these in common; it does no harm if two files do.
    private static (long Length, DateTime Written)? Identity(string path)
    {
        var named = new FileInfo(path);
        var file = named.Exists ? named.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? named : named;
        return file.Exists ? (file.Length, file.LastWriteTimeUtc) : null;
    }
}
