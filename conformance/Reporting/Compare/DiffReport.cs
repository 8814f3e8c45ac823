using System.Text;
using ConformanceKit.Model;
using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.Reporting.Markdown;

namespace ConformanceKit.Reporting.Compare;

/// <summary>What changed between two reports, for people.</summary>
internal static class DiffReport
{
    private const int NameWidth = 11;

    /// <summary>As plain text: a line for each change, and what to do about a regression.</summary>
    public static string Text(ReportDiff diff)
    {
        var text = new StringBuilder();
        foreach (var change in diff.Versions)
            text.AppendLine($"{"version",-NameWidth}{VisibleText.OneLine(Line(change))}");
        foreach (var (name, cases) in diff.Parts())
        {
            foreach (var change in cases)
            {
                text.AppendLine($"{name,-NameWidth}{VisibleText.OneLine($"{change.Proxy} {change.Id}: {Verdicts(change)}")}");
                if (name != "regressed")
                    continue;
                text.AppendLine($"{"",NameWidth}{VisibleText.OneLine($"{Binding(change)}: {change.Reason}")}");
                text.AppendLine($"{"",NameWidth}{VisibleText.OneLine(Passwords.Masked(change.Reproduce))}");
            }
        }
        return text.AppendLine(Summary(diff)).ToString();
    }

    /// <summary>As Markdown, for a job's summary or a comment.</summary>
    public static string Markdown(ReportDiff diff)
    {
        var page = new MarkdownPage(MarkdownReport.MostCharacters);
        page.Add($"## CONNECT conformance: {Summary(diff)}");
        foreach (var (rank, (name, cases)) in diff.Parts().Index())
        {
            page.AddList($"{char.ToUpperInvariant(name[0])}{name[1..]}",
                [.. cases.Select(change => Item(change, inFull: name == "regressed"))], rank);
        }

        page.AddList("Versions", [.. diff.Versions.Select(change => MarkdownText.Inline(Line(change)))], rank: 1);
        return page.ToString();
    }

    private static string Item(CaseChange change, bool inFull) =>
        $"{MarkdownText.Code(change.Id)} on {MarkdownText.Inline($"{change.Proxy}: {Verdicts(change)}")}"
        + (inFull
            ? $"<br>{MarkdownText.Inline($"{Binding(change)}: {change.Reason}")}"
                + $"<br>{MarkdownText.Code(change.Reproduce)}"
            : "");

    private static string Summary(ReportDiff diff) =>
        string.Join(", ", diff.Parts().Select(part => $"{part.Cases.Count} {part.Name}"));

    private static string Line(VersionChange change) => $"{change.Of}: {Known(change.Old)} -> {Known(change.New)}";

    private static string Known(string version) => version.Length > 0 ? version : "unknown";

    // The reason is named where the verdict alone does not show the change.
    private static string Verdicts(CaseChange change) => change switch
    {
        { Old: null } => Shown(change.New, ""),
        { New: null } => Shown(change.Old, ""),
        _ when change.Old == change.New => $"{Shown(change.Old, change.OldReasonId)} -> {Shown(change.New, change.NewReasonId)}",
        _ => $"{Shown(change.Old, "")} -> {Shown(change.New, "")}",
    };

    private static string Shown(Verdict? verdict, string? reasonId) =>
        string.IsNullOrEmpty(reasonId) ? VerdictNames.Of(verdict!.Value) : $"{VerdictNames.Of(verdict!.Value)} ({reasonId})";

    private static string Binding(CaseChange change) => VerdictNames.Binding(change.Clause, change.Keyword);
}
