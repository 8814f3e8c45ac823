using System.Text;

namespace ConformanceKit.Reporting.Markdown;

/// <summary>A Markdown page that never gets longer than its reader accepts, and says how much it left out.</summary>
/// <param name="limit">The most characters.</param>
internal sealed class MarkdownPage(int limit)
{
    private const int OpenItems = 10;

    // Room for what follows a list: its end, and the note on what was left out.
    private const int Reserve = 400;

    private readonly StringBuilder _text = new();
    private int _leftOut;

    /// <summary>Adds a paragraph or a table, as it is.</summary>
    public void Add(string block) => _text.Append(block.TrimEnd()).Append("\n\n");

    /// <summary>Adds a list under a heading; nothing if it has no items. A long list is folded away.</summary>
    /// <param name="heading">The heading.</param>
    /// <param name="items">The items, each one line.</param>
    /// <param name="open">Whether a short list is open.</param>
    public void AddList(string heading, IReadOnlyList<string> items, bool open = true)
    {
        // 1. What there is room for.
        var shown = new StringBuilder();
        var count = 0;
        while (count < items.Count && _text.Length + heading.Length + shown.Length + items[count].Length + Reserve < limit)
            shown.Append("- ").Append(items[count++]).Append('\n');
        _leftOut += items.Count - count;
        if (count == 0)
            return;

        // 2. The list.
        Add($"### {heading} ({(count < items.Count ? $"{count} of " : "")}{items.Count})");
        Add(open && items.Count <= OpenItems ? shown.ToString() : $"<details><summary>show</summary>\n\n{shown}\n</details>");
    }

    /// <summary>The page's text.</summary>
    public override string ToString() =>
        _leftOut == 0 ? _text.ToString() : $"{_text}{_leftOut} more entries are left out here; the JSON report has everything.\n";
}
