using System.Text.RegularExpressions;

namespace ConformanceKit.Reporting.Html;

/// <summary>Clauses with links to the sections that they name, such as <c>RFC 9110 §8.6, §9.3.6</c>.</summary>
internal static partial class ClauseLinks
{
    private const string Rfc = "https://www.rfc-editor.org/rfc/rfc";

    /// <summary>
    /// The clause with a link on every section; a section without a document belongs to the document before it.
    /// </summary>
    public static Html Of(string clause)
    {
        var (pieces, at, document) = (new List<Html>(), 0, "");
        foreach (Match reference in Reference().Matches(clause))
        {
            if (reference.Groups["rfc"] is { Success: true } rfc)
                document = rfc.Value;
            if (document.Length == 0)
                continue;
            pieces.Add(Html.Of($"{clause[at..reference.Index]}<a "
                + $"href=\"{Rfc + document + Anchor(reference)}\">{reference.Value}</a>"));
            at = reference.Index + reference.Length;
        }
        return Html.Of($"{pieces}{clause[at..]}");
    }

    private static string Anchor(Match reference) =>
        reference.Groups["section"] is { Success: true } section ? $"#section-{section.Value}"
        : reference.Groups["appendix"] is { Success: true } appendix ? $"#appendix-{appendix.Value}"
        : "";

    [GeneratedRegex(
        @"RFC (?<rfc>\d+)(?: (?:§(?<section>\d+(?:\.\d+)*)|Appendix (?<appendix>[A-Z](?:\.\d+)*)))?"
        + @"|§(?<section>\d+(?:\.\d+)*)|Appendix (?<appendix>[A-Z](?:\.\d+)*)")]
    private static partial Regex Reference();
}
