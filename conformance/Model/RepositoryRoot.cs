namespace ConformanceKit.Model;

/// <summary>Where the sources are: the nearest directory upwards with <c>conformance/proxies</c> in it.</summary>
public static class RepositoryRoot
{
    /// <summary>Looks upwards from the current directory, then from the program's own.</summary>
    /// <returns>The directory, or null where the kit runs without its sources.</returns>
    public static string? Find() => Above(Directory.GetCurrentDirectory()) ?? Above(AppContext.BaseDirectory);

    private static string? Above(string start)
    {
        for (var at = new DirectoryInfo(start); at is not null; at = at.Parent)
        {
            if (Directory.Exists(Path.Combine(at.FullName, "conformance", "proxies")))
                return at.FullName;
        }

        return null;
    }
}
