using System.Formats.Tar;
using System.Text;
using ConformanceKit.Model;

namespace ConformanceKit.Containers;

/// <summary>Files for a container, as the archive that the engine unpacks at its root.</summary>
internal static class ContainerFiles
{
    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable =
        Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>
    /// Packs files and folders. They belong to root and any user may read them, because whoever runs the program in the
    /// container is nobody whom this machine knows.
    /// </summary>
    /// <param name="setup">What the program in the container is given.</param>
    /// <returns>The archive, from its beginning; it vanishes when it is disposed of.</returns>
    /// <exception cref="HarnessException">A file cannot be read, or the archive cannot be written.</exception>
    public static Stream Pack(ContainerSetup setup)
    {
        var archive = TemporaryArchive.Create();
        try
        {
            using (var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
            {
                foreach (var (target, source) in setup.Files)
                    Add(writer, target.TrimStart('/'), source);
                foreach (var (target, text) in setup.Texts)
                    Add(writer, target.TrimStart('/'), new MemoryStream(Encoding.UTF8.GetBytes(text)), Readable);
            }

            archive.Position = 0;
            return archive;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            archive.Dispose();
            throw new HarnessException($"The files for the container cannot be packed: {fault.Message}", fault);
        }
    }

    private static void Add(TarWriter writer, string target, string source)
    {
        // A link to a file stands for that file; one to a folder could lead back here.
        if (Directory.Exists(source))
        {
            foreach (var inner in new DirectoryInfo(source).EnumerateFileSystemInfos()
                .Where(inner => inner is not DirectoryInfo { LinkTarget: not null }).OrderBy(inner => inner.Name))
            {
                Add(writer, $"{target}/{inner.Name}", inner.FullName);
            }

            return;
        }

        using var content = File.OpenRead(source);
        var isProgram = !OperatingSystem.IsWindows() && File.GetUnixFileMode(source).HasFlag(UnixFileMode.UserExecute);
        Add(writer, target, content, isProgram ? Executable : Readable);
    }

    private static void Add(TarWriter writer, string target, Stream content, UnixFileMode mode) =>
        writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, target) { DataStream = content, Mode = mode });
}
