namespace ConformanceKit.Reporting.Ci;

/// <summary>
/// Logging commands of Azure Pipelines: https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands.
/// </summary>
internal sealed class AzureLog : CiLog
{
    /// <inheritdoc/>
    public override string Begin(string title) => $"##[group]{Data(title)}";

    /// <inheritdoc/>
    public override string End() => "##[endgroup]";

    /// <inheritdoc/>
    public override string Annotation(bool isError, string title, string text) =>
        $"##vso[task.logissue type={(isError ? "error" : "warning")}]{Data($"{title}: {text}")}";

    // "%AZP25" stands for a percent sign; the others are as elsewhere.
    private static string Data(string text) => text.Replace("%", "%AZP25").Replace("\r", "%0D").Replace("\n", "%0A");
}
