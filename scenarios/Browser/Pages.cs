using ConformanceKit.Browsers;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Browser;

/// <summary>The pages that a browser loads, and what has to have become of them.</summary>
internal static class Pages
{
    /// <summary>A response with a page.</summary>
    public static string Page(string title, string body = "")
    {
        var html = $"<!doctype html><title>{title}</title><link rel=icon href=data:,>{body}";
        return $"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {html.Length}\r\n\r\n{html}";
    }

    /// <summary>A page that consists of many parts, or one of them.</summary>
    public static string Answer(WireRequest request, int parts) => request.Target.StartsWith("/part", StringComparison.Ordinal)
        ? "HTTP/1.1 200 OK\r\nContent-Type: text/javascript\r\nContent-Length: 18\r\n\r\nwindow.loaded += 1"
        : Page("many parts", "<script>window.loaded = 0</script>"
            + string.Concat(Enumerable.Range(0, parts).Select(i => $"<script src=/part{i}></script>")));

    /// <summary>All parts of the page have to be there.</summary>
    public static async Task AssertLoadedAsync(BrowserTab tab, int parts)
    {
        var loaded = await tab.EvaluateAsync<int>("() => window.loaded");
        Expect(loaded == parts, ReasonIds.PageDiffers, $"{loaded} of the page's {parts} scripts were loaded");
    }

    /// <summary>The browser has to show a page.</summary>
    public static async Task AssertShowsAsync(BrowserTab tab, string title)
    {
        var shown = await tab.Page.TitleAsync();
        Expect(shown == title, ReasonIds.PageDiffers, $"expected the page \"{title}\", but the browser shows \"{shown}\"");
    }

    /// <summary>A script has to get back what it sends to a WebSocket.</summary>
    public static async Task AssertScriptEchoesAsync(BrowserTab tab, string url)
    {
        var echoed = await tab.EvaluateAsync<string>(
            """
            url => new Promise((resolve, reject) => {
                const socket = new WebSocket(url);
                socket.onopen = () => socket.send('from the page');
                socket.onmessage = message => { socket.close(); resolve(message.data); };
                socket.onerror = () => reject(new Error('the WebSocket failed'));
            })
            """,
            url);

        Expect(echoed == "from the page", ReasonIds.Assertion, $"expected the echo of \"from the page\", but got \"{echoed}\"");
    }

    /// <summary>The page has to have been requested from the origin.</summary>
    public static void AssertWasAsked(HttpOrigin origin) => Expect(
        origin.Requests.Any(request => request is { Method: "GET", Target: "/page" }),
        ReasonIds.RequestLine,
        "the origin saw no GET for /page");

    /// <summary>Fails the scenario unless something holds.</summary>
    public static void Expect(bool holds, string reasonId, string message)
    {
        if (!holds)
            throw new RequirementBrokenException(reasonId, message);
    }
}
