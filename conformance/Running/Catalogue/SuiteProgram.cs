using System.Reflection;
using ConformanceKit.Model;

namespace ConformanceKit.Running.Catalogue;

/// <summary>How to invoke the running suite again, and where its baselines are.</summary>
/// <param name="Command">The command without its arguments, quoted for a POSIX shell.</param>
/// <param name="Baselines">The folder of its baselines; it need not exist.</param>
/// <param name="IsInstalled">Whether that folder belongs to an installed program, so nobody should write to it.</param>
internal sealed record SuiteProgram(string Command, string Baselines, bool IsInstalled = false)
{
    /// <summary>The folder in that of the baselines in which those of clients are.</summary>
    public const string ClientFolder = "clients";

    private const string BaselineFolder = "baselines";

    /// <summary>
    /// An installed program has its baselines beside it, and is run by its assembly's name. A suite that was built from its
    /// sources (<see cref="SuiteProjectAttribute"/>) is run by <c>dotnet run</c>: from the repository's root, or, outside of the
    /// repository, from the current folder.
    /// </summary>
    /// <param name="suite">The assembly with the scenarios.</param>
    public static SuiteProgram Of(Assembly suite) => Of(suite, AppContext.BaseDirectory);

    /// <summary>The same for a program in another folder.</summary>
    /// <param name="suite">The assembly with the scenarios.</param>
    /// <param name="programFolder">The folder of the program.</param>
    internal static SuiteProgram Of(Assembly suite, string programFolder)
    {
        // 1. An installed program stays itself even where it is run inside a clone of its sources.
        var command = ShellWord.Quoted(suite.GetName().Name!);
        var own = Path.Combine(programFolder, BaselineFolder);
        if (Directory.Exists(own))
            return new(command, own, IsInstalled: true);

        // 2. The sources, if they are there: first those that the program was built from.
        var folder = suite.GetCustomAttribute<SuiteProjectAttribute>()?.Folder;
        return folder is not null && Root(programFolder, folder) is { } root
            ? new($"dotnet run {Project(root, folder)}--", Path.GetFullPath(Path.Combine(root, folder, BaselineFolder)))
            : new(command, Path.Combine(Directory.GetCurrentDirectory(), BaselineFolder));
    }

    /// <summary>The command that runs one case again and shows its exchange.</summary>
    /// <param name="id">The scenario.</param>
    /// <param name="proxyArguments">The arguments that name the proxy, already quoted; empty for the default one.</param>
    public string Explain(string id, string proxyArguments) => $"{Command} explain {id} {proxyArguments}".TrimEnd();

    /// <summary>The command that runs one case on a known proxy, or on a known client.</summary>
    /// <param name="id">The scenario.</param>
    /// <param name="name">The proxy's or the client's name.</param>
    /// <param name="ofClient">Whether it is a client.</param>
    public string Run(string id, string name, bool ofClient = false) =>
        $"{Command} {(ofClient ? "client" : "run")} {ShellWord.Quoted(name)} --filter {id}";

    private static string? Root(string programFolder, string folder)
    {
        return RepositoryRoot.Above(programFolder, HasProject)
            ?? RepositoryRoot.Above(Directory.GetCurrentDirectory(), HasProject);

        bool HasProject(string root) => Directory.Exists(Path.Combine(root, folder))
            && Directory.EnumerateFiles(Path.Combine(root, folder), "*.csproj").Any();
    }

    // Within the repository, the command is for its root, since 'dotnet test' runs a suite far below it. Elsewhere, as in the job
    // of another repository, it is for the folder where the suite was run.
    private static string Project(string root, string folder)
    {
        var here = Directory.GetCurrentDirectory();
        if (Path.GetRelativePath(root, here).StartsWith("..", StringComparison.Ordinal))
            return $"--project {ShellWord.Quoted(Path.GetRelativePath(here, Path.GetFullPath(Path.Combine(root, folder))))} ";

        // In its own folder, a project need not be named.
        return folder == SuiteProjectAttribute.Root ? "" : $"--project {ShellWord.Quoted(folder)} ";
    }
}
