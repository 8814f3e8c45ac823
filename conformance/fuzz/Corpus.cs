using ConformanceKit.Model;

namespace ConformanceKit.Fuzz;

/// <summary>The inputs that are kept in the sources: a few for each target to begin with, and each one that found something.</summary>
internal static class Corpus
{
    /// <summary>The folder of a target.</summary>
    public static string FolderOf(Target target) =>
        Path.Combine(RepositoryRoot.Find() ?? ".", "conformance", "fuzz", "corpus", target.Name);

    /// <summary>The files in a folder, in an order that stays the same.</summary>
    public static IReadOnlyList<string> FilesIn(string folder) =>
        [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)];
}
