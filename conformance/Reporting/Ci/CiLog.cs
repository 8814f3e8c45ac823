namespace ConformanceKit.Reporting.Ci;

/// <summary>
/// What a CI system makes of lines in a job's log: parts that fold away, and annotations, which it shows beside the log.
/// </summary>
internal abstract class CiLog
{
    /// <summary>The system whose job this is, by the variable that it documents; null if none is known.</summary>
    /// <param name="variable">The value of an environment variable, or null.</param>
    public static CiLog? Of(Func<string, string?> variable)
    {
        bool IsTrue(string name) => string.Equals(variable(name), "true", StringComparison.OrdinalIgnoreCase);
        return IsTrue("GITHUB_ACTIONS") ? new GitHubLog()
            : IsTrue("TF_BUILD") ? new AzureLog()
            : IsTrue("GITLAB_CI") ? new GitLabLog()
            : null;
    }

    /// <summary>The line that begins a part of the log; parts do not nest.</summary>
    /// <param name="title">What is in it, in one line.</param>
    public abstract string Begin(string title);

    /// <summary>The line that ends it.</summary>
    public abstract string End();

    /// <summary>The line that makes an annotation; null if the system has none.</summary>
    /// <param name="isError">Whether it is an error rather than a warning.</param>
    /// <param name="title">What it is about, in one line.</param>
    /// <param name="text">Its text, which may have several lines.</param>
    public abstract string? Annotation(bool isError, string title, string text);
}
