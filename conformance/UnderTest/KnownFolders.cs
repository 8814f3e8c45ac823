using ConformanceKit.Model;

namespace ConformanceKit.UnderTest;

/// <summary>Folders that each describe something to grade: the kit's own, and those in a directory that the user names.</summary>
internal sealed class KnownFolders
{
    private readonly SortedDictionary<string, string> _folders = new(StringComparer.Ordinal);

    /// <summary>Finds the folders, without reading them.</summary>
    /// <param name="file">The file that each of them has, such as <c>proxy.json</c>.</param>
    /// <param name="ownDirectory">The directory of the kit's own, or null.</param>
    /// <param name="extraDirectory">A further directory, or null; it overrides folders of the same name.</param>
    /// <param name="option">The option that names it.</param>
    /// <exception cref="UsageException">The further directory does not exist or holds none.</exception>
    public KnownFolders(string file, string? ownDirectory, string? extraDirectory, string option)
    {
        // 1. The kit's own folders.
        if (Directory.Exists(ownDirectory))
            Add(ownDirectory, file);

        // 2. The user's directory, which has to hold at least one.
        if (extraDirectory is null)
            return;
        if (!Directory.Exists(extraDirectory))
            throw new UsageException($"{option} {extraDirectory}: there is no such directory.");
        if (!Add(extraDirectory, file))
            throw new UsageException($"{option} {extraDirectory}: no folder in it has a {file}.");
    }

    /// <summary>The names of the folders, sorted.</summary>
    public IReadOnlyCollection<string> Names => _folders.Keys;

    /// <summary>The folder with a name, or null.</summary>
    /// <param name="name">The name.</param>
    public string? Find(string name) => _folders.GetValueOrDefault(name);

    /// <summary>
    /// The directory of the kit's own: beside an installed program, otherwise in the sources; null where there is neither.
    /// </summary>
    /// <param name="programFolder">The folder of the program.</param>
    /// <param name="name">The directory's name, such as <c>proxies</c>.</param>
    public static string? OwnDirectory(string programFolder, string name)
    {
        var beside = Path.Combine(programFolder, name);
        if (Directory.Exists(beside))
            return beside;
        return RepositoryRoot.Find() is { } root ? Path.Combine(root, "conformance", name) : null;
    }

    private bool Add(string directory, string file)
    {
        var found = Directory.GetDirectories(directory).Where(d => File.Exists(Path.Combine(d, file))).ToList();
        foreach (var folder in found)
            _folders[Path.GetFileName(folder)] = folder;
        return found.Count > 0;
    }
}
