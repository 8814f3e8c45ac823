using System.CommandLine;
using ConformanceKit.Model;
using ConformanceKit.Reporting;

namespace ConformanceKit.CommandLine;

/// <summary>The options that name files to write.</summary>
internal sealed class ReportOptions
{
    private readonly IReadOnlyList<(Option<string?> Option, Func<RunReport, string> Format)> formats =
    [
        (File("--json", "Write the whole report, evidence included, as JSON"), JsonReport.Write),
        (File("--junit", "Write JUnit XML for a CI system"), JUnitReport.Write),
        (File("--markdown", "Write Markdown for a job's summary or a comment: what changed first"), MarkdownReport.Write),
        (File("--badge", "Write a badge for a README as SVG"), BadgeReport.Write),
    ];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var (option, _) in formats) command.Add(option);
    }

    /// <summary>The files, each known to be writable.</summary>
    /// <exception cref="UsageException">One can't be written.</exception>
    public IReadOnlyList<ReportFile> Files(ParseResult parsed) =>
    [
        .. formats
            .Select(format => (format.Option.Name, Path: parsed.GetValue(format.Option), format.Format))
            .Where(format => format.Path is not null)
            .Select(format => new ReportFile(format.Name, format.Path!, format.Format)),
    ];

    private static Option<string?> File(string name, string description) => new(name) { HelpName = "FILE", Description = description };
}
