namespace ConformanceKit.Model;

/// <summary>Where the sources are: the nearest directory, going up, that contains <c>conformance/proxies</c>.</summary>
public static class RepositoryRoot
{
    /// <summary>Looks upwards from the current directory, then from the program's own.</summary>
    /// <returns>The directory, or null if the kit runs without its sources.</returns>
    public static string? Find() => Above(Directory.GetCurrentDirectory(), IsRoot) ?? Above(AppContext.BaseDirectory, IsRoot);

    /// <summary>The nearest directory, going up, that is the root of sources.</summary>
    /// <param name="start">Where to begin; it may be the root itself.</param>
    /// <param name="isRoot">Whether a directory is the root.</param>
    internal static string? Above(string start, Predicate<string> isRoot)
    {
        for (var at = new DirectoryInfo(start); at is not null; at = at.Parent)
        {
            if (isRoot(at.FullName))
                return at.FullName;
        }

        return null;
    }

    private static bool IsRoot(string directory) => Directory.Exists(Path.Combine(directory, "conformance", "proxies"));
}
