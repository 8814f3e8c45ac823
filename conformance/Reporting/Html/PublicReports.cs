using System.Text.RegularExpressions;

namespace ConformanceKit.Reporting.Html;

/// <summary>Links to public reports: <c>owner/repository#123</c> on GitHub, and CVEs.</summary>
internal static partial class PublicReports
{
    /// <summary>The reports, one link each; anything else stays text.</summary>
    public static Html Of(IEnumerable<string> reports) => Html.All(reports.Select(Of), ", ");

    private static Html Of(string report)
    {
        if (Issue().Match(report) is { Success: true } issue)
            return Link($"https://github.com/{issue.Groups["repository"].Value}/issues/{issue.Groups["number"].Value}", report);
        return Cve().IsMatch(report) ? Link($"https://nvd.nist.gov/vuln/detail/{report}", report) : Html.Of($"{report}");
    }

    private static Html Link(string address, string text) => Html.Of($"<a href=\"{address}\">{text}</a>");

    [GeneratedRegex(@"\A(?<repository>[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+)#(?<number>\d+)\z")]
    private static partial Regex Issue();

    [GeneratedRegex(@"\ACVE-\d{4}-\d{4,}\z")]
    private static partial Regex Cve();
}
