using System.Text;
using ConformanceKit.Model;

namespace ConformanceKit.Reporting.Json;

/// <summary>
/// A file that a run has to write: checked before the run, written after it whatever the verdicts. It is written beside the file
/// of that name and then put in its place, so that a fault costs no earlier report.
/// </summary>
internal sealed class ReportFile : IReportOutput
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Action<Report, Stream> _write;

    // Of something that is not a file, such as a pipe or a device, there is nothing to keep.
    private readonly bool _inPlace;

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
            using (var stream = File.Open(path, FileMode.OpenOrCreate, FileAccess.Write))
                _inPlace = !stream.CanSeek || IsDevice(Path.GetFullPath(path)) || IsDevice(Target);
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

    // What a link leads to is replaced, not the link.
    private string Target => new FileInfo(Location) is { LinkTarget: not null } link
        ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName
        : Path.GetFullPath(Location);

    /// <inheritdoc/>
    public async Task WriteAsync(Report report, CancellationToken stop)
    {
        try
        {
            if (_inPlace)
                await WriteAsync(report, Location);
            else
                await ReplaceAsync(report, Target);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new HarnessException($"{Location} cannot be written: {fault.Message}", fault);
        }
    }

    private async Task ReplaceAsync(Report report, string path)
    {
        var beside = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            await WriteAsync(report, beside);
            Replace(path, beside);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException && !File.Exists(beside))
        {
            // The folder takes no new file; the old one can be written all the same, or the run would not have begun.
            await WriteAsync(report, path);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    private static void Replace(string path, string beside)
    {
        // Whoever may read the old file may read the new one.
        if (File.Exists(path) && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(beside, File.GetUnixFileMode(path));
        try
        {
            File.Move(beside, path, overwrite: true);
        }
        catch (IOException)
        {
            // A file that is mounted on its own can be written, but not replaced.
            File.Copy(beside, path, overwrite: true);
        }
    }

    private async Task WriteAsync(Report report, string path)
    {
        await using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        _write(report, stream);
    }

    private static bool IsDevice(string path) =>
        path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal);
}
