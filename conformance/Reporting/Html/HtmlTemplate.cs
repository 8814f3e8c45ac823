using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ConformanceKit.Reporting.Html;

/// <summary>A template of HTML: its text is taken as it is, and every hole that is not HTML itself is escaped.</summary>
[InterpolatedStringHandler]
internal readonly struct HtmlTemplate(int literalLength, int formattedCount)
{
    // Whatever Append does not leave as it is.
    private static readonly SearchValues<char> s_notPlain = SearchValues.Create(
        "&<>\"'\u007F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069"
        + string.Concat(Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x80, 0x20)).Select(code => (char)code)));

    private readonly StringBuilder _html = new(literalLength + (formattedCount * 16));

    /// <summary>The template's own text.</summary>
    public void AppendLiteral(string literal) => _html.Append(literal);

    /// <summary>A hole with HTML.</summary>
    public void AppendFormatted(Html piece) => _html.Append(piece.ToString());

    /// <summary>A hole with several pieces of HTML.</summary>
    public void AppendFormatted(IEnumerable<Html> pieces)
    {
        foreach (var piece in pieces)
            _html.Append(piece.ToString());
    }

    /// <summary>A hole with a number.</summary>
    public void AppendFormatted(long number) => _html.Append(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A hole with text.</summary>
    public void AppendFormatted(string? text)
    {
        var rest = text.AsSpan();
        for (var next = rest.IndexOfAny(s_notPlain); next >= 0; next = rest.IndexOfAny(s_notPlain))
        {
            _html.Append(rest[..next]);
            Append(rest[next]);
            rest = rest[(next + 1)..];
        }
        _html.Append(rest);
    }

    /// <inheritdoc/>
    public override string ToString() => _html.ToString();

    private void Append(char character)
    {
        switch (character)
        {
            case '&': _html.Append("&amp;"); break;
            case '<': _html.Append("&lt;"); break;
            case '>': _html.Append("&gt;"); break;
            case '"': _html.Append("&quot;"); break;
            case '\'': _html.Append("&#39;"); break;
            case '\t' or '\n': _html.Append(character); break;
            case '\r': _html.Append("&#13;"); break;

            // A page may not contain control characters: their Unicode pictures take their place.
            case < ' ': _html.Append((char)('\u2400' + character)); break;
            case '\u007F': _html.Append('\u2421'); break;
            case >= '\u0080' and <= '\u009F': _html.Append('\uFFFD'); break;

            // Characters that change the direction of text could make a line read as something else.
            case (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'): _html.Append('\uFFFD'); break;
            default: _html.Append(character); break;
        }
    }
}
