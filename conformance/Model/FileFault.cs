namespace ConformanceKit.Model;

/// <summary>What is wrong with a file that the command line names, as the second half of "PATH: ...".</summary>
internal static class FileFault
{
    /// <summary>Whether <see cref="Of"/> explains this exception.</summary>
    public static bool Explains(Exception fault) => fault is IOException or UnauthorizedAccessException or ArgumentException;

    /// <summary>Says why a file could not be opened, and what to do where that is not obvious.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fault">What opening it threw.</param>
    public static string Of(string path, Exception fault)
    {
        if (Directory.Exists(path))
            return "is a directory; name a file";
        if (OfPlace(path, fault) is { } place)
            return place;
        return fault is FileNotFoundException ? "there is no such file" : Other(fault);
    }

    /// <summary>The same for a directory that could not be made or written to.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="fault">What making it threw.</param>
    public static string OfDirectory(string path, Exception fault) => File.Exists(path)
        ? "is a file; name a directory"
        : OfPlace(path, fault) ?? Other(fault);

    // The nearest thing that exists above a path may be a file, or may be further up than the next directory.
    private static string? OfPlace(string path, Exception fault)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) || Path.GetDirectoryName(path) is not { } parent)
            return null;
        for (var above = parent; !string.IsNullOrEmpty(above); above = Path.GetDirectoryName(above))
        {
            if (File.Exists(above))
                return $"{above} is a file; name a directory";
        }

        return fault is DirectoryNotFoundException ? $"there is no directory {parent}" : null;
    }

    private static string Other(Exception fault) => fault is UnauthorizedAccessException
        ? "permission denied"
        : fault.Message.TrimEnd('.');
}
