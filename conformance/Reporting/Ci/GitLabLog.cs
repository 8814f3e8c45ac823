using System.Globalization;

namespace ConformanceKit.Reporting.Ci;

/// <summary>
/// Sections of a job's log on GitLab, folded at first: https://docs.gitlab.com/ci/jobs/job_logs/. It has no annotations; it shows
/// the JUnit report of a job instead.
/// </summary>
internal sealed class GitLabLog : CiLog
{
    private const string Erase = "\u001b[0K"; // so that nobody sees the mark itself
    private int _number;

    /// <inheritdoc/>
    public override string Begin(string title) =>
        $"{Erase}section_start:{Now()}:conformancekit_{++_number}[collapsed=true]\r{Erase}{title}";

    /// <inheritdoc/>
    public override string End() => $"{Erase}section_end:{Now()}:conformancekit_{_number}\r{Erase}";

    /// <inheritdoc/>
    public override string? Annotation(bool isError, string title, string text) => null;

    private static string Now() => DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
