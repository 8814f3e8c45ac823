using ConformanceKit.Browsers;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using static ConformanceKit.Scenarios.Browser.Pages;

namespace ConformanceKit.Scenarios.Browser;

/// <summary>The same Chromium speaks HTTP/2 with the proxy; what it requested is read from its frames.</summary>
public sealed class BrowsingHttp2(string proxy) : Scenario(proxy)
{
    private const int Parts = 30;

    [Requirement("browser/http-page", DependsOn = "h2-forward/origin-form", Title = "An http page loads as a stream of HTTP/2")]
    [Input("h2")]
    public async Task An_http_page_loads_as_a_stream()
    {
        await using var origin = await Origins.HttpAsync(Page("plain page"));
        await using var tab = await BrowseAsync(Proxy.H2Listener, opensHttp2: true);

        await tab.VisitAsync(origin.Http("/page"));

        await AssertShowsAsync(tab, "plain page");
        AssertRequested(tab, $"GET {origin.Authority}/page");
        AssertWasAsked(origin);
    }

    [Requirement("browser/https-page", DependsOn = "h2/connect",
        Title = "An https page loads through a tunnel on a stream of HTTP/2")]
    [Input("h2")]
    public async Task An_https_page_loads_through_a_tunnel_on_a_stream()
    {
        await using var origin = await Origins.HttpsAsync(Page("secure page"));
        await using var tab = await BrowseAsync(Proxy.H2Listener, opensHttp2: true);

        await tab.VisitAsync($"https://{origin.Authority}/page");

        await AssertShowsAsync(tab, "secure page");
        AssertRequested(tab, $"CONNECT {origin.Authority}");
        AssertWasAsked(origin);
    }

    [Requirement("browser/basic-407", DependsOn = "h2/407", Title = "A 407 on a stream is answered with credentials")]
    [Input("h2")]
    public async Task A_407_on_a_stream_is_answered_with_credentials()
    {
        await using var origin = await Origins.HttpsAsync(Page("page behind a challenge"));
        await using var tab = await BrowseAsync(Proxy.H2AuthListener, opensHttp2: true);

        await tab.VisitAsync($"https://{origin.Authority}/page");

        await AssertShowsAsync(tab, "page behind a challenge");
        var tunnels = AssertRequested(tab, $"CONNECT {origin.Authority}", atLeast: 2);
        Expect(tunnels.Any(tunnel => tunnel.Status == "407"), ReasonIds.Assertion,
            "the proxy never answered 407, so nothing shows that it requires credentials");
    }

    [Requirement("browser/parallel", DependsOn = "h2-forward/origin-form",
        Title = "A page with thirty subresources loads on one connection of HTTP/2")]
    [Input("h2")]
    public async Task A_page_with_thirty_subresources_loads_on_one_connection()
    {
        await using var origin = await Origins.HttpAsync(request => Answer(request, Parts));
        await using var tab = await BrowseAsync(Proxy.H2Listener, opensHttp2: true);

        await tab.VisitAsync(origin.Http("/page"));

        await AssertLoadedAsync(tab, Parts);
        var parts = tab.Streams.Where(stream => stream.Path?.StartsWith("/part", StringComparison.Ordinal) is true).ToList();
        Expect(parts.Count >= Parts && parts.Select(part => part.Connection).Distinct().Count() == 1, ReasonIds.Assertion,
            $"expected {Parts} streams for the parts on one connection, but the browser opened {parts.Count} on "
            + $"{parts.Select(part => part.Connection).Distinct().Count()} connections");
    }

    [Requirement("websocket/wss", DependsOn = "h2/connect",
        Title = "A page's script echoes over wss through a tunnel on a stream")]
    [Input("page-script-h2")]
    public async Task A_page_script_echoes_over_wss_through_a_tunnel_on_a_stream()
    {
        await using var origin = await Origins.WebSocketTlsAsync();
        await using var tab = await BrowseAsync(Proxy.H2Listener, opensHttp2: true);

        await AssertScriptEchoesAsync(tab, $"wss://{origin.Authority}/");

        // RFC 8441 §7: a client of a forward proxy opens a tunnel, as for anything else, not a stream for WebSocket.
        var tunnels = AssertRequested(tab, $"CONNECT {origin.Authority}");
        Expect(tunnels.All(tunnel => tunnel.Request.All(field => field.Name != ":protocol")), ReasonIds.Assertion,
            "the browser sent an extended CONNECT (RFC 8441), so the tunnel is not what was tried");
    }

    private static List<BrowserExchange> AssertRequested(BrowserTab tab, string request, int atLeast = 1)
    {
        var streams = tab.Streams;
        var found = streams.Where(stream => stream.ToString() == request).ToList();
        Expect(found.Count >= atLeast, ReasonIds.Assertion,
            $"expected the browser to request \"{request}\" on {(atLeast > 1 ? $"{atLeast} streams" : "a stream")}, but it "
            + $"requested {(streams.Count == 0 ? "nothing" : string.Join(", ", streams.Select(stream => $"\"{stream}\"")))}");
        return found;
    }
}
