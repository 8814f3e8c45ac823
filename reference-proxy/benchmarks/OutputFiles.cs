using ConformanceKit.ReferenceProxy.Benchmarks.Reporting;

namespace ConformanceKit.ReferenceProxy.Benchmarks;

/// <summary>The files to write; null for those that were not requested.</summary>
internal sealed record OutputFiles(string? Json, string? Svg, string? Markdown)
{
    /// <summary>
    /// Checks that a file can be written. It is opened at once, because an error after half an hour would come too late.
    /// </summary>
    public static string Writable(string path)
    {
        if (path.Length == 0)
            throw new FormatException("there is no file name.");
        File.Open(path, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
        return path;
    }

    /// <summary>Writes the requested files.</summary>
    public void Write(Report report)
    {
        Write(Json, JsonReport.Write, report);
        Write(Svg, SvgChart.Write, report);
        Write(Markdown, MarkdownTable.Write, report);
    }

    private static void Write(string? path, Func<Report, string> write, Report report)
    {
        if (path is not null)
            File.WriteAllText(path, write(report));
    }
}
