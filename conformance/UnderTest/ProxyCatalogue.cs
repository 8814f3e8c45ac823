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

    private readonly KnownFolders _folders;

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

    internal ProxyCatalogue(string? ownDirectory, string? extraDirectory) =>
        _folders = new("proxy.json", ownDirectory, extraDirectory, "--proxies");

    /// <summary>Every known name, <see cref="Embedded"/> first.</summary>
    public IReadOnlyList<string> Names => [Embedded, .. _folders.Names];

    /// <summary>The definition of a proxy that runs in a container.</summary>
    /// <param name="name">Its folder's name.</param>
    /// <exception cref="UsageException">No proxy has that name, or its <c>proxy.json</c> is wrong.</exception>
    public ProxyDefinition Find(string name) =>
        _folders.Find(name) is { } folder
            ? ProxyFile.Read(folder)
            : throw new UsageException($"No proxy is called '{name}'. Known: {string.Join(", ", Names)}. "
                + "Use --proxies DIR to add your own.");

    /// <summary>
    /// The directory of the kit's own proxies: beside an installed program, otherwise in the sources; null where there is neither.
    /// </summary>
    /// <param name="programFolder">The folder of the program.</param>
    internal static string? OwnDirectory(string programFolder) => KnownFolders.OwnDirectory(programFolder, "proxies");
}
