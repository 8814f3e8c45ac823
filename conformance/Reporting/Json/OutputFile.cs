using ConformanceKit.Model;

namespace ConformanceKit.Reporting.Json;

/// <summary>
/// A file that an option names: checked before anything is done, written in the end. It is written beside the file of that name and
/// then put in its place, so that a fault costs nothing that was there.
/// </summary>
internal sealed class OutputFile
{
    // Of something that is not a file, such as a pipe or a device, there is nothing to keep.
    private readonly bool _inPlace;

    /// <summary>Makes sure that the file can be written.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="path">Its path.</param>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public OutputFile(string option, string path)
    {
        Location = path;
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

    /// <summary>Its path, as the option gives it.</summary>
    public string Location { get; }

    // What a link leads to is replaced, not the link.
    private string Target => new FileInfo(Location) is { LinkTarget: not null } link
        ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName
        : Path.GetFullPath(Location);

    /// <summary>Writes it.</summary>
    /// <param name="write">Writes its bytes.</param>
    /// <exception cref="HarnessException">It can no longer be written.</exception>
    public async Task WriteAsync(Action<Stream> write)
    {
        try
        {
            if (_inPlace)
                await WriteAsync(write, Location);
            else
                await ReplaceAsync(write, Target);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new HarnessException($"{Location} cannot be written: {fault.Message}", fault);
        }
    }

    private static async Task ReplaceAsync(Action<Stream> write, string path)
    {
        var beside = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            await WriteAsync(write, beside);
            Replace(path, beside);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException && !File.Exists(beside))
        {
            // The folder takes no new file; the old one can be written all the same, or the run would not have begun.
            await WriteAsync(write, path);
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

    private static async Task WriteAsync(Action<Stream> write, string path)
    {
        await using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        write(stream);
    }

    private static bool IsDevice(string path) =>
        path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal);
}
