using ConformanceKit.Model;

namespace ConformanceKit.Reporting.Json;

/// <summary>A file that a run has to write: checked before the run, written after it whatever the verdicts.</summary>
internal sealed class ReportFile : IReportOutput
{
    private readonly Func<Report, string> _format;

    /// <summary>Makes sure that the file can be written.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="path">Its path.</param>
    /// <param name="format">Makes its text.</param>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public ReportFile(string option, string path, Func<Report, string> format)
    {
        Location = path;
        _format = format;
        try
        {
            var existed = File.Exists(path);
            using (File.Open(path, FileMode.OpenOrCreate, FileAccess.Write))
            {
            }
            if (!existed)
                File.Delete(path);
        }
        catch (Exception fault) when (FileFault.Explains(fault))
        {
            throw new UsageException($"{option} {path}: {FileFault.Of(path, fault)}.");
        }
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <inheritdoc/>
    public async Task WriteAsync(Report report, CancellationToken stop)
    {
        try
        {
            await File.WriteAllTextAsync(Location, _format(report), CancellationToken.None);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new HarnessException($"{Location} cannot be written: {fault.Message}", fault);
        }
    }
}
