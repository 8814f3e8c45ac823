namespace ConformanceKit.Reporting.Ci;

/// <summary>
/// Workflow commands of GitHub Actions, which systems that run its workflows understand, too:
/// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands.
/// </summary>
internal sealed class GitHubLog : CiLog
{
    /// <inheritdoc/>
    public override string Begin(string title) => $"::group::{Data(title)}";

    /// <inheritdoc/>
    public override string End() => "::endgroup::";

    /// <inheritdoc/>
    public override string Annotation(bool isError, string title, string text) =>
        $"::{(isError ? "error" : "warning")} title={Property(title)}::{Data(text)}";

    private static string Data(string text) => text.Replace("%", "%25").Replace("\r", "%0D").Replace("\n", "%0A");

    private static string Property(string text) => Data(text).Replace(":", "%3A").Replace(",", "%2C");
}
