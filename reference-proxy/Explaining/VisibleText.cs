using System.Globalization;
using System.Text;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>Text with nothing hidden: what a format cannot write, or a reader cannot see, is shown as <c>\uXXXX</c>.</summary>
public static class VisibleText
{
    /// <summary>The text, with all other characters, and half a surrogate pair in any case, as numbers.</summary>
    /// <param name="text">The text.</param>
    /// <param name="stays">Which characters stay as they are.</param>
    public static string Of(string text, Func<char, bool> stays)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(stays);
        var visible = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]))
                visible.Append(text[at]).Append(text[++at]);
            else if (!char.IsSurrogate(text[at]) && stays(text[at]))
                visible.Append(text[at]);
            else
                visible.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[at]:X4}");
        }

        return visible.ToString();
    }

    /// <summary>
    /// The text on one line, with control characters, invisible ones, and those that change the reading direction escaped.
    /// </summary>
    public static string OneLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = text.Replace("\r\n", " ", StringComparison.Ordinal).Replace('\r', ' ').Replace('\n', ' ');
        return Of(line, IsSeen);
    }

    /// <summary>The same for a text whose lines and tabs stay.</summary>
    public static string Lines(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        return Of(lines, character => character is '\n' or '\t' || IsSeen(character));
    }

    /// <summary>The beginning of a text, and how many more characters there are.</summary>
    public static string Cut(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= most)
            return text;
        var end = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return $"{text[..end]}… ({text.Length - end} more characters)";
    }

    private static bool IsSeen(char character) => char.GetUnicodeCategory(character) is not (UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.OtherNotAssigned);
}
