using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
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
        var archive = TemporaryArchive.Create();
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

    /// <summary>
    /// A hash of all that an image can get from a context: names, kinds, permissions, links and contents. Times and owners make no
    /// difference to it.
    /// </summary>
    /// <param name="archive">The packed context, at its beginning, to which it returns.</param>
    /// <param name="cancel">Ends the reading.</param>
    public static async Task<string> HashAsync(Stream archive, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using (var reader = new TarReader(archive, leaveOpen: true))
        {
            while (await reader.GetNextEntryAsync(cancellationToken: cancel) is { } entry)
            {
                hash.AppendData(Encoding.UTF8.GetBytes(
                    $"{entry.EntryType}\0{entry.Mode}\0{entry.Name}\0{entry.LinkName}\0{entry.Length}\0"));
                if (entry.DataStream is { } content)
                    hash.AppendData(await SHA256.HashDataAsync(content, cancel));
            }
        }

        archive.Position = 0;
        return Convert.ToHexStringLower(hash.GetHashAndReset());
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
