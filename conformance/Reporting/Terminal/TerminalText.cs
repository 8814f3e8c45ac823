using System.Globalization;
using System.Text.RegularExpressions;
using ConformanceKit.Evidence;
using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.Wire;
using Spectre.Console;

namespace ConformanceKit.Reporting.Terminal;

/// <summary>Ways to write a paragraph on a terminal.</summary>
internal static partial class TerminalText
{
    private const int Indent = 2;

    private static readonly Style s_marked = new(Color.Red);

    /// <summary>
    /// Writes a line. Unlike the library's method of this name, it takes nothing in the text for the name of an emoji, such as
    /// <c>:warning:</c>, which a proxy may have sent.
    /// </summary>
    public static void MarkupLineInterpolated(this IAnsiConsole console, FormattableString markup) =>
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, markup);

    /// <summary>The same with a culture.</summary>
    public static void MarkupLineInterpolated(this IAnsiConsole console, CultureInfo culture, FormattableString markup) =>
        console.Write(Literal(culture, markup).Append("\n"));

    /// <summary>Writes a paragraph that stays indented where it wraps.</summary>
    public static void Indented(this IAnsiConsole console, FormattableString markup) =>
        console.Write(new WrappedText(Literal(CultureInfo.InvariantCulture, markup), Indent));

    /// <summary>Writes a paragraph.</summary>
    public static void Paragraph(this IAnsiConsole console, FormattableString markup) =>
        console.Write(new WrappedText(Literal(CultureInfo.InvariantCulture, markup), 0));

    /// <summary>
    /// Draws an exchange: what breaks the requirement has a sign in the margin and under its bytes, and is red where there are
    /// colours.
    /// </summary>
    /// <param name="console">The terminal.</param>
    /// <param name="evidence">What happened.</param>
    /// <param name="linesPerEvent">How many lines of bytes to show for each event.</param>
    /// <param name="broken">Where a requirement is broken.</param>
    public static void Ladder(
        this IAnsiConsole console, IReadOnlyList<TranscriptEvent> evidence, int linesPerEvent,
        IReadOnlyList<Break>? broken = null)
    {
        var steps = Exchanges.Annotated(evidence, broken);
        foreach (var line in ReferenceProxy.Explaining.Ladder.Draw(steps, linesPerEvent, console.Profile.Width))
            console.Write(new Text($"{VisibleText.OneLine(line.Text)}\n", line.IsMarked ? s_marked : Style.Plain));
    }

    /// <summary>The first line of a text, which stands for all of it where there is room for one.</summary>
    public static string FirstLine(string text) => text.Split('\n')[0].TrimEnd();

    /// <summary>Writes as much of a remark as fits on one line.</summary>
    public static void OneLine(this IAnsiConsole console, string remark)
    {
        var most = console.Profile.Width - Indent;
        var end = remark.Length <= most ? remark.Length : Math.Max(0, remark.LastIndexOf(' ', most - 1));
        console.Indented($"[dim]{remark[..end]}{(end < remark.Length ? "…" : "")}[/]");
    }

    /// <summary>Writes a command that can be copied: it never wraps, whatever the terminal's width.</summary>
    public static void Command(this IAnsiConsole console, string command)
    {
        var (width, line) = (console.Profile.Width, VisibleText.OneLine(command));
        console.Profile.Width = Math.Max(width, Indent + line.Length);
        console.MarkupLineInterpolated($"{new string(' ', Indent)}[blue]{line}[/]");
        console.Profile.Width = width;
    }

    // Only what the program wrote is markup, which does not nest; its arguments are text, and none of them controls the terminal.
    private static Paragraph Literal(CultureInfo culture, FormattableString markup)
    {
        var (paragraph, style) = (new Paragraph(), Style.Plain);
        var arguments = markup.GetArguments().Select(one => one is string text ? VisibleText.Lines(text) : one).ToArray();
        foreach (Match part in Parts().Matches(markup.Format))
        {
            var text = string.Format(culture, part.Value, arguments);
            if (part.Value[0] != '[')
                paragraph.Append(text, style);
            else
                style = text == "[/]" ? Style.Plain : Style.Parse(text[1..^1]);
        }

        return paragraph;
    }

    [GeneratedRegex(@"\[[^\]]*\]|[^\[]+")]
    private static partial Regex Parts();
}
