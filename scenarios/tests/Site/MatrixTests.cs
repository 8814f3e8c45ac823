using FluentAssertions;
using Microsoft.Playwright;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests.Site;

internal sealed class MatrixTests : SiteTest
{
    [Test]
    public async Task Text_group_and_level_narrow_the_rows_and_the_status_says_how_many_are_left()
    {
        var page = await OpenAsync(Sites.Large, "index.html");

        await page.FillAsync("#q", "connect/host 3.2");
        (await RowsAsync(page)).Should().Contain("host-missing").And.NotContain("establish")
            .And.OnlyContain(id => id.StartsWith("host"));
        await page.FillAsync("#q", "");
        await page.SelectOptionAsync("#group", "tunnel");
        await page.SelectOptionAsync("#level", "practice");

        var rows = await RowsAsync(page);
        rows.Should().Contain("rst-origin").And.NotContain("tls");
        (await page.InnerTextAsync("#shown")).Should().MatchRegex($"^{rows.Count} of [0-9]+ cases shown$");
        (await page.Locator("#matrix tbody:visible").CountAsync()).Should().Be(1);
    }

    [Test]
    public async Task The_filters_narrow_the_matrix_of_clients_too_where_what_endangers_users_comes_first()
    {
        var page = await OpenAsync(Sites.Both, "index.html");

        await page.CheckAsync("[name=verdict][value=warning]");

        (await page.Locator("#matrix tbody:visible").CountAsync()).Should().Be(0, "the reference has no warning");
        var rows = page.Locator("#matrix-of-clients tbody tr:visible:not(.group)");
        (await rows.CountAsync()).Should().BePositive();
        (await rows.First.Locator(".security").InnerTextAsync()).Should().Be("security");
        (await page.InnerTextAsync("#shown")).Should().MatchRegex("^[0-9]+ of [0-9]+ cases shown$");
    }

    [TestCase(1280, 800)]
    [TestCase(390, 844)]
    public async Task The_head_and_the_names_of_the_cases_stay_visible_with_thirty_proxies(int width, int height)
    {
        var page = await OpenAsync(Sites.Many, "index.html",
            new() { ViewportSize = new() { Width = width, Height = height } });
        var region = page.Locator(".region:has(#matrix)");
        await region.ScrollIntoViewIfNeededAsync();

        await region.EvaluateAsync("it => { it.scrollTo(1500, 2000); it.scrollIntoView(); }");

        var outside = await region.BoundingBoxAsync();
        var head = await page.Locator("#matrix thead th").Last.BoundingBoxAsync();
        var name = await page.Locator("#matrix tbody th[scope=row]").First.BoundingBoxAsync();
        (await region.EvaluateAsync<float>("it => it.scrollTop")).Should().BeGreaterThan(500);
        outside!.Height.Should().BeLessThan(height);
        (head!.Y - outside.Y).Should().BeInRange(0, 2);
        (name!.X - outside.X).Should().BeInRange(0, 2);
        head.Width.Should().BeLessThan(140);
    }

    [Test]
    public async Task A_verdict_shows_the_rows_where_some_proxy_has_it_and_fades_the_others()
    {
        var page = await OpenAsync(Sites.Large, "index.html");

        await page.CheckAsync("[name=verdict][value=fail]");
        await page.CheckAsync("[name=verdict][value=warning]");

        (await page.Locator("#matrix tbody tr:visible:not(.group)").CountAsync()).Should().BePositive()
            .And.Be(await page.Locator("#matrix tbody tr:visible:not(.group):has(.v.fail, .v.warning)").CountAsync());
        (await page.Locator("td:visible:not(.other) > .v:not(.fail):not(.warning)").CountAsync()).Should().Be(0);
    }

    [Test]
    public async Task What_is_shown_stands_in_the_address()
    {
        var page = await OpenAsync(Sites.Large, "index.html");
        await page.FillAsync("#q", "100% & <b>");
        await page.SelectOptionAsync("#baseline", "drift");
        await page.CheckAsync("[name=verdict][value=fail]");
        (await page.InnerTextAsync("#shown")).Should().Be("No case matches");
        await page.FillAsync("#q", "");
        var (address, rows) = (page.Url, await RowsAsync(page));

        var again = await OpenAsync(Sites.Large, "index.html#" + new Uri(address).Fragment[1..]);

        address.Should().Contain("verdict=fail").And.Contain("baseline=drift");
        (await RowsAsync(again)).Should().Equal(rows).And.NotBeEmpty();
        await again.ClickAsync("button[type=reset]");
        await Assertions.Expect(again.Locator("#shown"))
            .ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[0-9]+ cases shown$"));
    }

    [Test]
    public async Task Everything_can_be_reached_by_keyboard()
    {
        var page = await OpenAsync(Sites.Hostile, "index.html");

        await page.Keyboard.PressAsync("Tab");
        (await page.Locator(":focus").InnerTextAsync()).Should().Be("Skip to the content");
        await page.Keyboard.PressAsync("Enter");
        (await page.Locator(":focus").GetAttributeAsync("id")).Should().Be("main");
        await page.FocusAsync("#matrix tbody button");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#matrix tbody button").First).ToHaveAttributeAsync("aria-expanded", "false");
        (await page.Locator("#matrix tbody").First.Locator("tr:visible").CountAsync()).Should().Be(1);
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/cases/[^/]+#."));
        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<bool>("document.activeElement.matches(':focus-visible')")).Should().BeTrue();
    }

    [Test]
    public async Task Groups_fold_at_once()
    {
        var page = await OpenAsync(Sites.Hostile, "index.html");

        await page.ClickAsync("#fold");
        (await page.Locator("#matrix tbody tr:visible:not(.group)").CountAsync()).Should().Be(0);
        await page.ClickAsync("#fold");
        (await page.Locator("#matrix tbody tr:visible:not(.group)").CountAsync()).Should().BePositive();
    }

    [Test]
    public async Task It_can_be_read_without_scripts()
    {
        var page = await OpenAsync(Sites.Hostile, "index.html", new() { JavaScriptEnabled = false });

        (await page.Locator("#matrix tbody tr:visible:not(.group)").CountAsync()).Should().BePositive();
        (await page.Locator("#filters").IsVisibleAsync()).Should().BeFalse();
    }

    private static async Task<IReadOnlyList<string>> RowsAsync(IPage page) =>
        await page.Locator("#matrix tbody tr:visible:not(.group) th code").AllInnerTextsAsync();
}
