using System.Text;
using System.Text.RegularExpressions;
using ConformanceKit.ReferenceProxy.Explaining;

namespace ConformanceKit.Reporting.Markdown;

/// <summary>Text for Markdown that stays text, whatever it contains: no markup, no HTML, no mention, no link.</summary>
internal static partial class MarkdownText
{
    private const int MostCharacters = 400;

    /// <summary>The text in a line, a list item or a cell of a table; cut where it is long.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">How many characters of it to keep.</param>
    public static string Inline(string text, int most = MostCharacters)
    {
        var safe = new StringBuilder();
        foreach (var character in VisibleText.OneLine(VisibleText.Cut(text, most)))
        {
            safe.Append(character switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                // A zero-width space after it: no mention of a person, no reference to an issue.
                '@' or '#' => $"{character}&#8203;",
                '\\' or '`' or '*' or '_' or '~' or '|' or '$' or '[' or ']' or '{' or '}' => $"\\{character}",
                _ => character.ToString(),
            });
        }
        return safe.Replace("://", ":&#8203;//").Replace("www.", "www&#8203;.").ToString();
    }

    /// <summary>The text as code; a password in an address is masked.</summary>
    public static string Code(string text)
    {
        var line = VisibleText.OneLine(VisibleText.Cut(Passwords.Masked(text), MostCharacters));
        var fence = new string('`', Backticks().Matches(line).Select(run => run.Length).DefaultIfEmpty(0).Max() + 1);
        return line.StartsWith('`') || line.EndsWith('`') ? $"{fence} {line} {fence}" : $"{fence}{line}{fence}";
    }

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();
}
