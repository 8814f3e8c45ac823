using FluentAssertions;
using Microsoft.Playwright;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests.Site;

/// <summary>Takes the README's pictures, and some to look at, and writes them to the directory that the environment variable names.</summary>
internal sealed class ScreenshotTests : SiteTest
{
    private const string Variable = "CONFORMANCEKIT_SCREENSHOTS";
    private const long MostBytes = 150_000;

    [Test]
    public async Task The_pictures_of_the_readme_are_small()
    {
        var folder = Folder();
        var desk = new BrowserNewContextOptions
        {
            ViewportSize = new() { Width = 1280, Height = 800 },
            ColorScheme = ColorScheme.Light,
        };

        // 1. The matrix, filtered to what is broken in one group; on the reference, that is nothing.
        var fails = File.ReadAllText(Path.Combine(Sites.Real, "index.html")).Contains("class=\"v fail", StringComparison.Ordinal);
        var page = await OpenAsync(Sites.Real, "index.html#group=connect" + (fails ? "&verdict=fail,warning" : ""), desk);
        await PictureAsync(page, Path.Combine(folder, "matrix.png"));

        // 2. A case of that group: one that fails, if there is one.
        var address = await page.EvaluateAsync<string>(
            "(document.querySelector('#matrix [data-group=connect] .v.fail') || document.querySelector('#matrix "
            + ".v')).getAttribute('href')");
        page = await OpenAsync(Sites.Real, address, desk);
        await PictureAsync(page, Path.Combine(folder, "case.png"));
    }

    [Test]
    public async Task Every_kind_of_page_can_be_looked_at([Values(1280, 390)] int width, [Values] bool dark)
    {
        var folder = Folder();
        var size = new BrowserNewContextOptions
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        };
        (string Name, string Site, string Address, bool Whole)[] pages =
        [
            ("matrix", Sites.Large, "index.html", false), ("matrix-of-thirty", Sites.Many, "index.html#matrix", false),
            ("proxy", Sites.Large, "proxies/squid.html", false), ("case", Sites.Large, "cases/connect-establish.html", true),
            ("case-of-thirty", Sites.Many, OneOfEachKind(Sites.Many)[1], true),
            ("tunnel", Sites.Real, "cases/tunnel-tls.html", true), ("lessons", Sites.Real, "how-connect-works.html", true),
            ("client-lessons", Sites.Real, "what-a-client-has-to-do.html", true), ("both", Sites.Both, "index.html", true),
        ];
        foreach (var (name, site, address, whole) in pages)
        {
            var page = await OpenAsync(site, address, size);
            var path = Path.Combine(folder, $"{name}-{width}{(dark ? "-dark" : "")}.png");
            await page.ScreenshotAsync(new() { Path = path, FullPage = whole });
            new FileInfo(path).Length.Should().BePositive(path);
        }
    }

    private static string Folder()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(folder))
            Assert.Ignore($"{Variable} names no directory to write them to");
        Directory.CreateDirectory(folder);
        return folder;
    }

    private static async Task PictureAsync(IPage page, string path)
    {
        await page.ScreenshotAsync(new() { Path = path });
        new FileInfo(path).Length.Should().BeLessThan(MostBytes, path);
    }
}
