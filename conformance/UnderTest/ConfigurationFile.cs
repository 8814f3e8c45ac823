using System.Text;

namespace ConformanceKit.UnderTest;

/// <summary>One file in a proxy's folder: the Dockerfile or the proxy's configuration.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Text">Its content; only the beginning if it is long.</param>
public sealed record ConfigurationFile(string Name, string Text)
{
    // Configuration that people want to read is short; a lock file or a program beside it is not worth showing in full.
    private const int MostCharacters = 16 * 1024;

    /// <summary>The text files of a folder, sorted by name.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    internal static IReadOnlyList<ConfigurationFile> ReadAll(string folder) =>
        ReadAll(Directory.EnumerateFiles(folder).ToDictionary(path => Path.GetFileName(path)));

    /// <summary>The text files among those that are copied into a container, sorted by name.</summary>
    /// <param name="files">The name to the path.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    internal static IReadOnlyList<ConfigurationFile> ReadAll(IReadOnlyDictionary<string, string> files) =>
    [
        .. files.Where(file => File.Exists(file.Value)).OrderBy(file => file.Key, StringComparer.Ordinal)
            .Select(file => new ConfigurationFile(file.Key, Beginning(file.Value)))
            .Where(file => !file.Text.Contains('\0', StringComparison.Ordinal)),
    ];

    private static string Beginning(string path)
    {
        using var reader = new StreamReader(path, Encoding.UTF8);
        var text = new char[MostCharacters];
        var length = reader.ReadBlock(text);
        var more = reader.Peek() < 0 ? "" : $"\n… the beginning of {new FileInfo(path).Length} bytes\n";
        return new string(text, 0, length) + more;
    }
}
