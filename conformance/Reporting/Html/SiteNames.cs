namespace ConformanceKit.Reporting.Html;

/// <summary>
/// Names for files and anchors: letters, digits, dots, dashes and underscores, each given only once, ignoring case.
/// </summary>
/// <param name="taken">Names that must not be given.</param>
internal sealed class SiteNames(params string[] taken)
{
    private const int Longest = 100;

    private readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(taken, StringComparer.OrdinalIgnoreCase);

    /// <summary>The name for a text; always the same for the same text.</summary>
    public string Of(string text)
    {
        if (_given.TryGetValue(text, out var known))
            return known;
        var plain = Plain(text);
        var name = plain;
        for (var again = 2; !_taken.Add(name); again++)
            name = $"{plain}-{again}";
        return _given[text] = name;
    }

    private static string Plain(string text)
    {
        var characters = text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '-').Take(Longest);
        var name = string.Join('-', new string([.. characters]).Split('-', StringSplitOptions.RemoveEmptyEntries)).Trim('.', '-');
        return name.Length > 0 ? name : "unnamed";
    }
}
