namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>What an event, or a part of it, means.</summary>
/// <param name="Text">The sentence, without its full stop.</param>
/// <param name="Clause">The clauses that say so.</param>
/// <param name="Label">The same, as short as possible.</param>
internal sealed record Remark(string Text, string Clause, string Label)
{
    // Up to this many messages in one segment get a sentence each.
    private const int Most = 4;

    /// <summary>Joins several remarks on one event; a clause that occurs twice is named once.</summary>
    public static Remark Join(IReadOnlyList<Remark> remarks)
    {
        var shown = remarks.Take(Most).ToList();
        var more = remarks.Count > Most ? $". And {remarks.Count - Most} more messages or parts of messages" : "";
        return new(
            string.Join(". ", shown.Select(remark => remark.Text)) + more,
            Clauses(shown.Select(remark => remark.Clause)),
            string.Join(" + ", shown.Select(remark => remark.Label)));
    }

    /// <summary>Clauses, formatted as in the catalogue: <c>RFC 9110 §9.3.6, §3.7, RFC 9112 §6</c>.</summary>
    public static string Clauses(IEnumerable<string> clauses)
    {
        var sections = clauses.SelectMany(Sections).Distinct().ToList();
        var names = sections.Select(section => section.Document).Distinct();
        return string.Join(", ", names.Select(name =>
            $"{name} {string.Join(", ", sections.Where(section => section.Document == name).Select(section => section.Number))}"));
    }

    private static IEnumerable<(string Document, string Number)> Sections(string clauses)
    {
        var document = "";
        foreach (var clause in clauses.Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            var sign = clause.IndexOf('§', StringComparison.Ordinal);
            if (sign > 0)
                document = clause[..sign].TrimEnd(' ');
            yield return (document, clause[sign..]);
        }
    }
}
