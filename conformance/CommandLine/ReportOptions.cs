using System.CommandLine;
using ConformanceKit.Model;
using ConformanceKit.Reporting;

namespace ConformanceKit.CommandLine;

/// <summary>The options that name files to write.</summary>
internal sealed class ReportOptions
{
    private readonly Option<string?> json = new("--json") { HelpName = "FILE", Description = "Write the whole report, evidence included, as JSON" };
    private readonly Option<string?> junit = new("--junit") { HelpName = "FILE", Description = "Write JUnit XML for a CI system" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(json);
        command.Add(junit);
    }

    /// <summary>The files, each known to be writable.</summary>
    /// <exception cref="UsageException">One can't be written.</exception>
    public IReadOnlyList<ReportFile> Files(ParseResult parsed)
    {
        var files = new List<ReportFile>();
        if (parsed.GetValue(json) is { } jsonPath) files.Add(new("--json", jsonPath, JsonReport.Write));
        if (parsed.GetValue(junit) is { } junitPath) files.Add(new("--junit", junitPath, JUnitReport.Write));
        return files;
    }
}
