namespace ConformanceKit.Reporting.Terminal;

/// <summary>
/// The names of proxies at the head of narrow columns. A long name is cut in the middle: what tells a vendor's versions, or the
/// instances on one machine, apart is mostly at the end. If names were alike nevertheless, all columns are wider.
/// </summary>
internal sealed class ColumnNames
{
    /// <summary>Finds the width.</summary>
    /// <param name="names">The names.</param>
    /// <param name="least">The width, unless it makes two names alike.</param>
    public ColumnNames(IReadOnlyList<string> names, int least)
    {
        var distinct = names.Distinct().ToList();
        Width = least;
        while (distinct.Select(Of).Distinct().Count() < distinct.Count)
            Width++;
    }

    /// <summary>How many characters a name has at most.</summary>
    public int Width { get; private set; }

    /// <summary>The name as it is shown.</summary>
    public string Of(string name)
    {
        if (name.Length <= Width)
            return name;
        var beginning = (Width - 1) / 3;
        return $"{name[..beginning]}…{name[^(Width - 1 - beginning)..]}";
    }
}
