namespace ConformanceKit.Reporting.Html;

/// <summary>A piece of HTML that is safe to put into a page. Everything else is escaped when it is put in.</summary>
internal readonly struct Html
{
    private readonly string? _text;

    private Html(string text) => _text = text;

    /// <summary>Nothing.</summary>
    public static Html None => default;

    /// <summary>Makes HTML from a template: the values of its holes are escaped, unless they are HTML themselves.</summary>
    /// <param name="template">The template; attributes have their values in double quotes.</param>
    public static Html Of(HtmlTemplate template) => new(template.ToString());

    /// <summary>HTML as it is: only for what this program itself made, never for what came from a proxy.</summary>
    public static Html Raw(string html) => new(html);

    /// <summary>Pieces one after the other.</summary>
    public static Html All(IEnumerable<Html> pieces, string between = "") => new(string.Join(between, pieces));

    /// <summary>The piece if it is to be shown, otherwise nothing.</summary>
    public static Html If(bool shown, HtmlTemplate template) => shown ? Of(template) : None;

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
