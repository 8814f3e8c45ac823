using ConformanceKit.ReferenceProxy.Benchmarks.Reporting;

namespace ConformanceKit.ReferenceProxy.Benchmarks;

/// <summary>The files that were asked for; null for those that were not.</summary>
internal sealed record OutputFiles(string? Json, string? Svg, string? Markdown)
{
    /// <summary>
    /// A file that can be written. It is opened now, because what is found out after half an hour comes too late.
    /// </summary>
    public static string Writable(string path)
    {
        if (path.Length == 0)
            throw new FormatException("there is no file name.");
        File.Open(path, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
        return path;
    }

    /// <summary>Writes them.</summary>
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
