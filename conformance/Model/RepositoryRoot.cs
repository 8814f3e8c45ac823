namespace ConformanceKit.Model;

/// <summary>Where the sources are: the nearest directory, going up, that contains <c>conformance/proxies</c>.</summary>
public static class RepositoryRoot
{
    /// <summary>Looks upwards from the current directory, then from the program's own.</summary>
    /// <returns>The directory, or null if the kit runs without its sources.</returns>
    public static string? Find() => Find(directory => Directory.Exists(Path.Combine(directory, "conformance", "proxies")));

    /// <summary>The same for sources that are recognised by something else.</summary>
    /// <param name="isRoot">Whether a directory is the root.</param>
    internal static string? Find(Predicate<string> isRoot) =>
        Above(Directory.GetCurrentDirectory(), isRoot) ?? Above(AppContext.BaseDirectory, isRoot);

    private static string? Above(string start, Predicate<string> isRoot)
    {
        for (var at = new DirectoryInfo(start); at is not null; at = at.Parent)
        {
            if (isRoot(at.FullName))
                return at.FullName;
        }

        return null;
    }
}
