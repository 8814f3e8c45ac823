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
            .Append((Sites.Hostile, "index.html"));
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

    [Test]
    public async Task Every_kind_of_page_fits_a_phone()
    {
        foreach (var site in new[] { Sites.Real, Sites.Large })
        {
            foreach (var address in OneOfEachKind(site))
            {
                var page = await OpenAsync(site, address, new() { ViewportSize = new() { Width = Phone, Height = 844 } });

                (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(Phone,
                    address);
            }
        }
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
        await Assertions.Expect(panel.Locator("svg.ck-seq")).ToBeVisibleAsync();
        await Assertions.Expect(panel.Locator("svg.ck-seq")).ToBeInViewportAsync();
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
