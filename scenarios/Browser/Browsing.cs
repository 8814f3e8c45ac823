using System.Security.Cryptography.X509Certificates;
using ConformanceKit.Browsers;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.UnderTest;
using static ConformanceKit.Scenarios.Browser.Pages;

namespace ConformanceKit.Scenarios.Browser;

/// <summary>A real Chromium loads pages through the proxy; what it requested is read from the bytes that it sent.</summary>
public sealed class Browsing(string proxy) : Scenario(proxy)
{
    [Requirement("browser/http-page", DependsOn = "absolute-form/origin-form",
        Title = "An http page loads with a request in absolute-form")]
    public Task An_http_page_loads_by_an_absolute_form_request() => AssertHttpPageAsync(Proxy.PlainListener);

    [Requirement("browser/http-page", DependsOn = "tls-proxy/absolute", Title = "An http page loads through TLS to the proxy")]
    [Input("tls")]
    public Task An_http_page_loads_through_TLS_to_the_proxy() => AssertHttpPageAsync(Proxy.TlsListener);

    [Requirement("browser/https-page", Title = "An https page loads through a tunnel with the origin's own certificate")]
    public Task An_https_page_loads_through_a_tunnel_with_the_origins_own_certificate() =>
        AssertHttpsPageAsync(Proxy.PlainListener);

    [Requirement("browser/https-page", DependsOn = "tls-proxy/connect",
        Title = "An https page loads through TLS to the proxy with the origin's own certificate")]
    [Input("tls")]
    public Task An_https_page_loads_through_TLS_to_the_proxy() => AssertHttpsPageAsync(Proxy.TlsListener);

    [Requirement("browser/basic-407", DependsOn = "auth/missing/connect")]
    public async Task A_407_to_CONNECT_is_answered_with_credentials_and_the_page_loads()
    {
        await using var origin = await Origins.HttpsAsync(Page("page behind a challenge"));
        await using var tab = await BrowseAsync(Proxy.AuthListener);

        await tab.VisitAsync($"https://{origin.Authority}/page");

        await AssertShowsAsync(tab, "page behind a challenge");
        AssertSent(tab, $"CONNECT {origin.Authority} HTTP/1.1", atLeast: 2);
        Expect(
            tab.ReceivedStatusLines().Any(line => line.Contains(" 407", StringComparison.Ordinal)),
            ReasonIds.Assertion,
            "the proxy never answered 407, so nothing shows that it requires credentials");
    }

    [Requirement("websocket/wss/page-script")]
    public async Task A_page_script_echoes_over_wss_through_a_tunnel()
    {
        await using var origin = await Origins.WebSocketTlsAsync();
        await using var tab = await BrowseAsync(Proxy.PlainListener);

        await AssertScriptEchoesAsync(tab, $"wss://{origin.Authority}/");

        AssertSent(tab, $"CONNECT {origin.Authority} HTTP/1.1");
    }

    [Requirement("browser/parallel")]
    public async Task A_page_with_thirty_subresources_loads_whole()
    {
        await using var origin = await Origins.HttpsAsync(request => Answer(request, 30));
        await using var tab = await BrowseAsync(Proxy.PlainListener);

        await tab.VisitAsync($"https://{origin.Authority}/page");

        await AssertLoadedAsync(tab, 30);
    }

    [Requirement("browser/error-not-spoofed",
        Title = "An unreachable https origin shows as the browser's error, not as the proxy's page")]
    public async Task An_unreachable_https_origin_is_the_browsers_error_and_not_the_proxys_page()
    {
        await using var refused = await Origins.RefusedAsync();
        await using var tab = await BrowseAsync(Proxy.PlainListener);

        var error = await tab.VisitFailingAsync($"https://{refused.Authority}/page");

        Expect(
            error.StartsWith("net::ERR_", StringComparison.Ordinal), ReasonIds.Assertion,
            $"expected an error of the browser's own, such as net::ERR_TUNNEL_CONNECTION_FAILED, but got \"{error}\"");
        AssertSent(tab, $"CONNECT {refused.Authority} HTTP/1.1");

        // Whether the proxy reports it, or answers 200 and closes, is graded by connect-errors/refused.
        Note($"the browser shows {error}; the proxy answered "
            + $"{(tab.ReceivedStatusLines() is [var first, ..] ? $"\"{first}\"" : "nothing")}");
    }

    private async Task AssertHttpPageAsync(Listener listener)
    {
        await using var origin = await Origins.HttpAsync(Page("plain page"));
        await using var tab = await BrowseAsync(listener);

        await tab.VisitAsync(origin.Http("/page"));

        await AssertShowsAsync(tab, "plain page");
        AssertSent(tab, listener, $"GET {origin.Http("/page")} HTTP/1.1");
        AssertWasAsked(origin);
    }

    private async Task AssertHttpsPageAsync(Listener listener)
    {
        await using var origin = await Origins.HttpsAsync(Page("secure page"));
        await using var tab = await BrowseAsync(listener);

        // The browser trusts this one key and nothing else, so a certificate made by the proxy is an error here.
        var response = await tab.VisitAsync($"https://{origin.Authority}/page");

        await AssertShowsAsync(tab, "secure page");
        var subject = (await response.SecurityDetailsAsync())?.SubjectName;
        Expect(
            subject == origin.Tls.Certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false),
            ReasonIds.Certificate,
            $"the browser saw a certificate for \"{subject}\", not the origin's");
        AssertSent(tab, listener, $"CONNECT {origin.Authority} HTTP/1.1");
        AssertWasAsked(origin);
    }

    // Inside TLS, only the two ends can read what was requested.
    private static void AssertSent(BrowserTab tab, Listener listener, string requestLine)
    {
        if (listener.IsTls)
            Expect(tab.SpokeTls(), ReasonIds.Assertion, "the browser did not speak TLS with the proxy");
        else
            AssertSent(tab, requestLine);
    }

    private static void AssertSent(BrowserTab tab, string requestLine, int atLeast = 1)
    {
        var sent = tab.RequestLines();
        var count = sent.Count(line => line == requestLine);
        Expect(
            count >= atLeast,
            ReasonIds.Assertion,
            $"expected the browser to send \"{requestLine}\"{(atLeast > 1 ? $" {atLeast} times" : "")}, but it sent "
            + $"{(sent.Count == 0 ? "no request" : string.Join(", ", sent.Select(line => $"\"{line}\"")))}");
    }
}
