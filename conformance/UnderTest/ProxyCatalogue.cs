using ConformanceKit.Model;

namespace ConformanceKit.UnderTest;

/// <summary>
/// The proxies that are known by name: the kit's own folders, and those in a directory that the user names.
/// </summary>
public sealed class ProxyCatalogue
{
    /// <summary>The name of the reference proxy that runs inside this process.</summary>
    public const string Embedded = "embedded";

    private const string Reference = "reference";

    private readonly SortedDictionary<string, string> _folders = new(StringComparer.Ordinal);

    /// <summary>Whether a proxy is the reference, inside this process or in a container.</summary>
    /// <param name="name">The proxy's name.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsReference(string name) => name is Reference or Embedded;

    /// <summary>Finds the folders, without reading them.</summary>
    /// <param name="extraDirectory">A directory of further proxy folders, or null; it overrides folders of the same name.</param>
    /// <exception cref="UsageException">The directory does not exist or holds no proxy.</exception>
    public ProxyCatalogue(string? extraDirectory = null)
        : this(OwnDirectory(AppContext.BaseDirectory), extraDirectory)
    {
    }

    internal ProxyCatalogue(string? ownDirectory, string? extraDirectory)
    {
        // 1. The kit's own folders.
        if (Directory.Exists(ownDirectory))
            Add(ownDirectory);

        // 2. The user's directory, which has to hold at least one proxy.
        if (extraDirectory is null)
            return;
        if (!Directory.Exists(extraDirectory))
            throw new UsageException($"--proxies {extraDirectory}: there is no such directory.");
        if (!Add(extraDirectory))
            throw new UsageException($"--proxies {extraDirectory}: no folder in it has a proxy.json.");
    }

    /// <summary>Every known name, <see cref="Embedded"/> first.</summary>
    public IReadOnlyList<string> Names => [Embedded, .. _folders.Keys];

    /// <summary>The definition of a proxy that runs in a container.</summary>
    /// <param name="name">Its folder's name.</param>
    /// <exception cref="UsageException">No proxy has that name, or its <c>proxy.json</c> is wrong.</exception>
    public ProxyDefinition Find(string name) =>
        _folders.TryGetValue(name, out var folder)
            ? ProxyFile.Read(folder)
            : throw new UsageException($"No proxy is called '{name}'. Known: {string.Join(", ", Names)}. "
                + "Use --proxies DIR to add your own.");

    /// <summary>
    /// The directory of the kit's own proxies: beside an installed program, otherwise in the sources; null where there is neither.
    /// </summary>
    /// <param name="programFolder">The folder of the program.</param>
    internal static string? OwnDirectory(string programFolder)
    {
        var beside = Path.Combine(programFolder, "proxies");
        if (Directory.Exists(beside))
            return beside;
        return RepositoryRoot.Find() is { } root ? Path.Combine(root, "conformance", "proxies") : null;
    }

    private bool Add(string directory)
    {
        var found = Directory.GetDirectories(directory).Where(d => File.Exists(Path.Combine(d, "proxy.json"))).ToList();
        foreach (var folder in found)
            _folders[Path.GetFileName(folder)] = folder;
        return found.Count > 0;
    }
}
