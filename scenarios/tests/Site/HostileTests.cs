using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests.Site;

internal sealed class HostileTests : SiteTest
{
    [Test]
    public async Task What_a_proxy_sends_never_runs()
    {
        foreach (var address in OneOfEachKind(Sites.Hostile))
        {
            var page = await OpenAsync(Sites.Hostile, address);
            await page.EvaluateAsync("document.querySelectorAll('details').forEach(panel => { panel.open = true; })");

            (await page.EvaluateAsync<bool>("'hostile' in window")).Should().BeFalse(address);
            (await page.Locator("script:not([src^='assets/']):not([src^='../assets/']), img, main style, [onerror]").CountAsync())
                .Should().Be(0, address);
        }
    }

    [Test]
    public async Task It_is_shown_as_the_text_that_it_is()
    {
        var page = await OpenAsync(Sites.Hostile, "index.html");

        (await page.Locator(".totals").InnerTextAsync()).Should().Contain("<script>window.hostile = 1</script>");
    }

    // The last line of defence: even a script that got into a page unescaped does not run.
    [Test]
    public async Task A_page_runs_no_script_but_the_sites_own()
    {
        var page = await OpenAsync(Sites.Hostile, "index.html");
        var refused = page.WaitForConsoleMessageAsync(
            new() { Predicate = message => message.Text.Contains("Content Security Policy", StringComparison.Ordinal) });

        await page.EvaluateAsync(
            "document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.hostile = 1' }))");

        await refused;
        (await page.EvaluateAsync<bool>("'hostile' in window")).Should().BeFalse();
        Forgive();
    }
}
