using System.Formats.Tar;
using ConformanceKit.Model;

namespace ConformanceKit.Containers;

/// <summary>The folder that an image is built from, as the archive that the engine takes.</summary>
internal static class BuildContext
{
    private const string IgnoreFile = ".dockerignore";
    private const string Dockerfile = "Dockerfile";

    /// <summary>Packs a folder, without what its <c>.dockerignore</c> leaves out.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancel">Ends the packing.</param>
    /// <returns>The archive, from its beginning; it vanishes when it is disposed of.</returns>
    /// <exception cref="HarnessException">A file cannot be read, or the archive cannot be written.</exception>
    public static async Task<Stream> PackAsync(string folder, CancellationToken cancel)
    {
        var archive = new FileStream(Path.GetTempFileName(), new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        });
        try
        {
            var ignore = new DockerIgnore(await IgnoreLinesAsync(folder, cancel));
            await using (var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
                await AddAsync(writer, new DirectoryInfo(folder), "", ignore, cancel);
            archive.Position = 0;
            return archive;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await archive.DisposeAsync();
            throw new HarnessException($"The build context {folder} cannot be packed: {fault.Message}", fault);
        }
        catch
        {
            await archive.DisposeAsync();
            throw;
        }
    }

    private static async Task AddAsync(
        TarWriter writer, DirectoryInfo folder, string path, DockerIgnore ignore, CancellationToken cancel)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            var name = path + entry.Name;
            // The builder needs these two, whatever the file says.
            var isOut = name is not Dockerfile and not IgnoreFile && ignore.LeavesOut(name);
            if (!isOut)
                await writer.WriteEntryAsync(entry.FullName, name, cancel);
            if (entry is DirectoryInfo { LinkTarget: null } inner && (!isOut || ignore.TakesBack))
                await AddAsync(writer, inner, $"{name}/", ignore, cancel);
        }
    }

    private static async Task<string[]> IgnoreLinesAsync(string folder, CancellationToken cancel)
    {
        var file = Path.Combine(folder, IgnoreFile);
        return File.Exists(file) ? await File.ReadAllLinesAsync(file, cancel) : [];
    }
}
