namespace ConformanceKit.Reporting.Markdown;

/// <summary>
/// A Markdown page that never gets longer than its reader accepts: of the entries of its lists, it leaves out the least important
/// ones, and says how many.
/// </summary>
/// <param name="limit">The most characters.</param>
internal sealed class MarkdownPage(int limit)
{
    private const int OpenItems = 10;

    // Room for what surrounds the items of a list besides its heading, and for the note on what was left out.
    private const int AroundItems = 60;
    private const int Note = 100;

    private readonly List<Part> _parts = [];

    /// <summary>Adds a paragraph or a table, as it is; there has to be room for all of these.</summary>
    public void Add(string block) => _parts.Add(new($"{block.TrimEnd()}\n\n", [], 0, false));

    /// <summary>Adds a list under a heading; nothing if it has no items.</summary>
    /// <param name="heading">The heading.</param>
    /// <param name="items">The items, each one line, the most important first.</param>
    /// <param name="rank">How important they are: those with the lowest rank get the room.</param>
    /// <param name="folded">Whether a list of more than a few items is folded away.</param>
    public void AddList(string heading, IReadOnlyList<string> items, int rank = 0, bool folded = false)
    {
        if (items.Count > 0)
            _parts.Add(new(heading, items, rank, folded));
    }

    /// <summary>The page's text.</summary>
    public override string ToString()
    {
        // 1. How many items of each list there is room for. Of lists that are equally important, each has its first item shown
        // before any has a second.
        _parts.ForEach(part => part.Shown = 0);
        var room = limit - Note - _parts.Where(part => part.Items.Count == 0).Sum(part => part.Text.Length);
        var items = _parts.SelectMany(part => part.Items.Select((item, index) => (Part: part, Item: item, Index: index)));
        foreach (var (part, item, index) in items.OrderBy(entry => entry.Part.Rank).ThenBy(entry => entry.Index))
        {
            room -= item.Length + "- \n".Length + (index == 0 ? part.Text.Length + AroundItems : 0);
            if (room < 0)
                break;
            part.Shown++;
        }

        // 2. The page in the order in which it was put together.
        var text = string.Concat(_parts);
        var leftOut = _parts.Sum(part => part.Items.Count - part.Shown);
        return leftOut == 0 ? text : $"{text}{leftOut} more entries are left out here; the JSON report has everything.\n";
    }

    // A block, which has no items, or a list under a heading.
    private sealed class Part(string text, IReadOnlyList<string> items, int rank, bool folded)
    {
        public string Text => text;

        public IReadOnlyList<string> Items => items;

        public int Rank => rank;

        public int Shown { get; set; }

        public override string ToString()
        {
            if (items.Count == 0)
                return text;
            if (Shown == 0)
                return "";
            var heading = $"### {text} ({(Shown < items.Count ? $"{Shown} of " : "")}{items.Count})\n\n";
            var list = string.Concat(items.Take(Shown).Select(item => $"- {item}\n"));
            return folded && items.Count > OpenItems
                ? $"{heading}<details><summary>show</summary>\n\n{list}\n</details>\n\n"
                : $"{heading}{list}\n";
        }
    }
}
