using System.Reflection;
using ConformanceKit.Model;

namespace ConformanceKit.Running.Catalogue;

/// <summary>How to invoke the running suite again, and where its baselines are.</summary>
/// <param name="Command">The command without its arguments, quoted for a POSIX shell.</param>
/// <param name="Baselines">The folder of its baselines; it need not exist.</param>
internal sealed record SuiteProgram(string Command, string Baselines)
{
    private const string BaselineFolder = "baselines";

    /// <summary>
    /// Beside its sources (<see cref="SuiteProjectAttribute"/>), a suite is run by <c>dotnet run</c> from the repository's root;
    /// elsewhere, it is the program with its assembly's name.
    /// </summary>
    /// <param name="suite">The assembly with the scenarios.</param>
    public static SuiteProgram Of(Assembly suite)
    {
        var folder = suite.GetCustomAttribute<SuiteProjectAttribute>()?.Folder;
        return folder is not null && RepositoryRoot.Find(directory => HasProject(Path.Combine(directory, folder))) is { } root
            ? new($"dotnet run --project {ShellWord.Quoted(folder)} --", Path.Combine(root, folder, BaselineFolder))
            : new(ShellWord.Quoted(suite.GetName().Name!), Path.Combine(Directory.GetCurrentDirectory(), BaselineFolder));
    }

    /// <summary>The command that runs one case again and shows its exchange.</summary>
    /// <param name="id">The scenario.</param>
    /// <param name="proxyArguments">The arguments that name the proxy, already quoted; empty for the default one.</param>
    public string Explain(string id, string proxyArguments) => $"{Command} explain {id} {proxyArguments}".TrimEnd();

    /// <summary>The command that runs one case on a known proxy.</summary>
    /// <param name="id">The scenario.</param>
    /// <param name="proxyName">The proxy's name.</param>
    public string Run(string id, string proxyName) => $"{Command} run {ShellWord.Quoted(proxyName)} --filter {id}";

    private static bool HasProject(string folder) =>
        Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.csproj").Any();
}
