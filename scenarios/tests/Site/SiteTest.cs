using System.Collections.Concurrent;
using FluentAssertions;
using Microsoft.Playwright;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests.Site;

/// <summary>A test that opens pages in a browser; none of them may log an error or a warning to the console.</summary>
internal abstract class SiteTest
{
    private readonly ConcurrentQueue<string> _complaints = new();
    private IBrowserContext? _context;

    [SetUp]
    public void FindTheBrowser()
    {
        if (Sites.Browser is null)
            Assert.Ignore(Sites.NoBrowser);
    }

    [TearDown]
    public async Task NoPageComplained()
    {
        if (_context is not null)
            await _context.CloseAsync();
        _context = null;
        var all = _complaints.ToList();
        _complaints.Clear();
        all.Should().BeEmpty();
    }

    /// <summary>Discards the complaints so far, for a test that expects them.</summary>
    private protected void Forgive() => _complaints.Clear();

    /// <summary>Opens a page of a site.</summary>
    /// <param name="site">The site's directory.</param>
    /// <param name="address">The page's address within it.</param>
    /// <param name="options">The browser's settings.</param>
    private protected async Task<IPage> OpenAsync(string site, string address, BrowserNewContextOptions? options = null)
    {
        if (_context is not null)
            await _context.CloseAsync();
        _context = await Sites.Browser!.NewContextAsync(options ?? new());
        // It only bounds a wait for something that never comes: a busy machine may take long to paint a page.
        _context.SetDefaultTimeout(60_000);
        var page = await _context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Enqueue($"{address}: {message.Text}");
        };
        page.PageError += (_, error) => _complaints.Enqueue($"{address}: {error}");
        page.RequestFailed += (_, request) => _complaints.Enqueue($"{address}: {request.Url} {request.Failure}");
        await page.GotoAsync(Address(site, address));
        return page;
    }

    /// <summary>The address of a page on disk.</summary>
    private protected static string Address(string site, string address) =>
        new Uri(site + Path.DirectorySeparatorChar).AbsoluteUri + address;

    /// <summary>The addresses of one page of each kind in a site.</summary>
    private protected static IReadOnlyList<string> OneOfEachKind(string site) =>
    [
        .. new[] { "index.html", "how-connect-works.html", "what-a-client-has-to-do.html" }
            .Where(page => File.Exists(Path.Combine(site, page))),
        .. new[] { "cases", "proxies", "clients" }.Where(kind => Directory.Exists(Path.Combine(site, kind))).Select(
            kind => $"{kind}/{Path.GetFileName(Directory.EnumerateFiles(Path.Combine(site, kind)).Order().First())}"),
    ];
}
