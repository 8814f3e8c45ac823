using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using FluentAssertions;
using Microsoft.Playwright;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests.Site;

internal sealed class PageTests : SiteTest
{
    private const int Phone = 390;

    private static readonly AxeRunOptions s_contrast = new() { RunOnly = RunOnlyOptions.Rules("color-contrast") };

    [Test]
    public async Task No_page_has_a_serious_flaw_for_people_who_see_hear_or_type_otherwise([Values] bool dark)
    {
        // A matrix with few rows is enough: the others are all alike, and each costs time.
        var pages = OneOfEachKind(Sites.Real).Where(address => address != "index.html").Select(address => (Sites.Real, address))
            .Append((Sites.Hostile, "index.html"))
            .Append((Sites.Both, OneOfEachKind(Sites.Both)[^1]));
        foreach (var (site, address) in pages)
        {
            var page = await OpenAsync(site, address, new() { ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });

            var result = await page.RunAxe(dark ? s_contrast : new());

            result.Passes.Should().NotBeEmpty(address);
            result.Violations.Where(violation => violation.Impact is "serious" or "critical")
                .Select(violation =>
                    $"{address}: {violation.Id} {violation.Nodes[0].Html} {violation.Nodes[0].Any.FirstOrDefault()?.Message}")
                .Should().BeEmpty();
        }
        Forgive(); // axe fetches style sheets itself, which the pages' policy forbids
    }

    [TestCase(1280)]
    [TestCase(Phone)]
    public async Task Every_kind_of_page_fits_its_window(int width)
    {
        foreach (var site in new[] { Sites.Real, Sites.Large, Sites.Many, Sites.Both })
        {
            foreach (var address in OneOfEachKind(site))
            {
                var page = await OpenAsync(site, address, new() { ViewportSize = new() { Width = width, Height = 844 } });

                (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(width,
                    address);
            }
        }
    }

    [TestCase(1280)]
    [TestCase(Phone)]
    public async Task A_diagram_uses_its_place_and_can_be_read_without_scrolling_sideways(int width)
    {
        foreach (var address in new[] { "how-connect-works.html", "cases/tunnel-tls.html" })
        {
            var page = await OpenAsync(Sites.Real, address, new() { ViewportSize = new() { Width = width, Height = 844 } });

            // 1. The three lifelines span the place, and nothing lies outside it.
            var place = await page.Locator(".diagram").First.BoundingBoxAsync();
            var client = await page.Locator(".ck-who > b").First.BoundingBoxAsync();
            var origin = await page.Locator(".diagram").First.Locator(".ck-who > b").Last.BoundingBoxAsync();
            client!.X.Should().BeInRange(place!.X, place.X + 80, address);
            (origin!.X + origin.Width).Should().BeInRange(place.X + place.Width - 40, place.X + place.Width, address);
            (await page.EvaluateAsync<int>("[...document.querySelectorAll('.ck-seq b')].filter(label => label.scrollWidth > "
                + "label.clientWidth + 1).length")).Should().Be(0, address);

            // 2. The letters are large enough.
            (await page.EvaluateAsync<float>("parseFloat(getComputedStyle(document.querySelector('.ck-seq b')).fontSize)"))
                .Should().BeGreaterThanOrEqualTo(11, address);
        }
    }

    [Test]
    public async Task TLS_in_a_tunnel_is_drawn_from_end_to_end_and_says_what_is_in_clear()
    {
        var page = await OpenAsync(Sites.Real, "cases/tunnel-tls.html");
        var who = page.Locator("details[open] .ck-who > b");
        var inside = await page.Locator("details[open] .ck-seq b.w.s.r").First.BoundingBoxAsync();
        var (client, origin) = (await who.First.BoundingBoxAsync(), await who.Last.BoundingBoxAsync());

        inside!.X.Should().BeInRange(client!.X, client.X + client.Width);
        (inside.X + inside.Width).Should().BeInRange(origin!.X, origin.X + origin.Width);
        (await page.InnerTextAsync("details[open] .steps")).Should().Contain("the server's name (SNI), \"sni.test\"")
            .And.Contain("the protocols it offers (ALPN), \"conformance/1\", \"h2\"").And.Contain("the certificate too");
    }

    [Test]
    public async Task The_page_of_a_case_on_thirty_proxies_has_an_index_and_few_open_panels()
    {
        var page = await OpenAsync(Sites.Many, OneOfEachKind(Sites.Many)[1]);

        (await page.Locator(".found li").CountAsync()).Should().Be(30);
        (await page.Locator("details.panel[open]").CountAsync()).Should().BeInRange(1, 3);
        (await page.EvaluateAsync<int>("document.documentElement.scrollHeight")).Should().BeLessThan(12_000);
    }

    [Test]
    public async Task Dark_is_dark_and_light_is_light()
    {
        foreach (var (scheme, sum) in new[] { (ColorScheme.Dark, (0, 200)), (ColorScheme.Light, (600, 765)) })
        {
            var page = await OpenAsync(Sites.Hostile, "index.html", new() { ColorScheme = scheme });

            (await page.EvaluateAsync<int>("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, "
                + "3).reduce((a, b) => a + +b, 0)"))
                    .Should().BeInRange(sum.Item1, sum.Item2);
        }
    }

    [Test]
    public async Task A_cell_leads_to_its_open_panel()
    {
        var page = await OpenAsync(Sites.Large, "index.html");

        await page.Locator("#matrix a.v.pass[href$='#http-127.0.0.1-8888']").First.ClickAsync();

        var panel = page.Locator("details:target");
        (await panel.Locator("summary h3").First.InnerTextAsync()).Should().StartWith("http://127.0.0.1:8888");
        await Assertions.Expect(panel.Locator(".ck-seq")).ToBeVisibleAsync();
        await Assertions.Expect(panel.Locator(".ck-seq")).ToBeInViewportAsync();
    }

    [Test]
    public async Task Bytes_are_shown_as_hex_and_as_text_again()
    {
        var page = await OpenAsync(Sites.Real, "cases/tunnel-binary-all-octets.html");
        var bytes = page.Locator("details[open] .steps pre");
        var texts = await bytes.AllTextContentsAsync();
        texts.Should().Contain(text => text.StartsWith("CONNECT ", StringComparison.Ordinal));

        await page.Locator("details[open] .hex").ClickAsync();
        var hex = await bytes.AllTextContentsAsync();
        await page.Locator("details[open] .hex").ClickAsync();

        hex[0].Should().StartWith("0000  43 4f 4e 4e 45 43 54 20");
        hex.Should().Contain(dump => dump.Contains("80 81 82 83", StringComparison.Ordinal));
        (await bytes.AllTextContentsAsync()).Should().Equal(texts);
    }

    [Test]
    public async Task A_command_can_be_copied()
    {
        var page = await OpenAsync(Sites.Real, "cases/connect-establish.html",
            new() { Permissions = ["clipboard-read", "clipboard-write"] });
        var command = page.Locator("details[open] .command");

        await command.Locator("button").ClickAsync();

        await Assertions.Expect(command.Locator("button"))
            .ToHaveTextAsync(new System.Text.RegularExpressions.Regex("Copied|Press Ctrl\\+C"));
        (await command.Locator("code").InnerTextAsync())
            .Should().StartWith("dotnet run --project scenarios -- explain connect/establish");
    }
}
