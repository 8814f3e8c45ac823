using System.Text.RegularExpressions;
using ConformanceKit.Model;

namespace ConformanceKit.Reporting;

/// <summary>
/// Where a verdict can be disputed: the issue tracker of the repository that these sources come from. The program itself does
/// not know it; in a CI job, the environment names it.
/// </summary>
internal static partial class IssueTracker
{
    /// <summary>The file name of the form for disputes, in <c>.github/ISSUE_TEMPLATE</c>.</summary>
    public const string Form = "wrong-verdict.yml";

    /// <summary>The repository's address, or null where it is not known.</summary>
    public static string? Repository { get; } =
        RepositoryIn(Environment.GetEnvironmentVariable, RepositoryRoot.Find());

    /// <summary>The address of the form, filled in with a row; null where the repository is not known.</summary>
    /// <param name="repository">The repository's address, or null.</param>
    /// <param name="id">The case.</param>
    public static string? FormFor(string? repository, string id) =>
        repository is null ? null : $"{repository}/issues/new?template={Form}&row={Uri.EscapeDataString(id)}";

    /// <summary>The repository's address, from the variables of a job.</summary>
    /// <param name="variable">A variable's value, or null.</param>
    /// <param name="sources">Where this program's sources are, or null.</param>
    internal static string? RepositoryIn(Func<string, string?> variable, string? sources)
    {
        // The job's own repository is the kit's only if the job has checked out the kit's sources; otherwise, the kit is an
        // action, and is named as one.
        var ofAction = variable("GITHUB_ACTION_REPOSITORY");
        var ofJob = sources is not null && variable("GITHUB_WORKSPACE") is { Length: > 0 } workspace
            && Path.GetFullPath(workspace).TrimEnd('/') == Path.GetFullPath(sources).TrimEnd('/')
                ? variable("GITHUB_REPOSITORY")
                : null;
        var server = variable("GITHUB_SERVER_URL")?.TrimEnd('/');
        var repository = string.IsNullOrEmpty(ofAction) ? ofJob : ofAction;
        return server is not null && Server().IsMatch(server) && repository is not null && Name().IsMatch(repository)
            ? $"{server}/{repository}"
            : null;
    }

    [GeneratedRegex(@"\Ahttps://[A-Za-z0-9.-]+(:\d+)?\z")]
    private static partial Regex Server();

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+\z")]
    private static partial Regex Name();
}
