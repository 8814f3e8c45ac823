using System.Text;
using ConformanceKit.Model;

namespace ConformanceKit.Reporting.Json;

/// <summary>A file that a run has to write: checked before the run, written after it whatever the verdicts.</summary>
internal sealed class ReportFile : IReportOutput
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Action<Report, Stream> _write;

    /// <summary>Makes sure that the file can be written.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="path">Its path.</param>
    /// <param name="write">Writes its bytes.</param>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public ReportFile(string option, string path, Action<Report, Stream> write)
    {
        Location = path;
        _write = write;
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

    /// <summary>The same for a format that is one text.</summary>
    public static Action<Report, Stream> Text(Func<Report, string> format) => (report, stream) =>
    {
        using var text = new StreamWriter(stream, s_utf8, leaveOpen: true);
        text.Write(format(report));
    };

    /// <inheritdoc/>
    public string Location { get; }

    /// <inheritdoc/>
    public async Task WriteAsync(Report report, CancellationToken stop)
    {
        try
        {
            await using var stream = new FileStream(Location, FileMode.Create, FileAccess.Write, FileShare.Read);
            _write(report, stream);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new HarnessException($"{Location} cannot be written: {fault.Message}", fault);
        }
    }
}
