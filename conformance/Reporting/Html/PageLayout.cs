namespace ConformanceKit.Reporting.Html;

/// <summary>What all pages have in common.</summary>
/// <param name="site">The site.</param>
/// <param name="root">From the page to the site's directory: empty or <c>../</c>.</param>
internal sealed class PageLayout(SiteMap site, string root)
{
    /// <summary>The anchor of a page's content.</summary>
    public const string Main = "main";

    /// <summary>How every page names the program that made it.</summary>
    public const string Generator = "name=\"generator\" content=\"ConformanceKit ";

    // Only the site's own script runs, and nothing that a proxy sent, even if it got into a page unescaped. In some browsers,
    // 'self' does not match the files beside a page that was opened from disk, hence file:.
    private const string Policy =
        "default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src 'self' file:; base-uri 'none'; "
        + "form-action 'none'";

    /// <summary>The whole page.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="current">The address of its entry in the menu, or empty.</param>
    /// <param name="content">The content of its <c>main</c>.</param>
    public string Write(string title, string current, Html content) => Html.Of(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="{Policy}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta {Html.Raw(Generator)}{site.Report.Tool.Version}">
        <title>{title} · ConformanceKit</title>
        <link rel="stylesheet" href="{root}{SiteAssets.Style}">
        <script src="{root}{SiteAssets.Script}" defer></script>
        </head>
        <body>
        <a class="skip" href="#{Main}">Skip to the content</a>
        <header class="top"><nav aria-label="Site"><span class="brand">ConformanceKit</span>{Menu(current)}</nav></header>
        <main id="{Main}" tabindex="-1">
        {content}
        </main>
        {PageFooter.Of(site.Report)}
        </body>
        </html>

        """).ToString();

    private IEnumerable<Html> Menu(string current)
    {
        yield return Entry(SiteMap.Matrix, "Matrix", current);
        foreach (var page in site.Taught)
            yield return Entry(page.Address, page.Title, current);
    }

    private Html Entry(string address, string text, string current) =>
        Html.Of($"<a href=\"{root}{address}\"{Html.If(address == current, $" aria-current=\"page\"")}>{text}</a>");
}
