using ConformanceKit.Clients;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Scenarios.Clients.Behaviours;

namespace ConformanceKit.Scenarios.Clients;

/// <summary>
/// What a client does with a response to CONNECT that opens no tunnel: the proxy says it, and nobody has vouched for it.
/// </summary>
public sealed class Refusing(string client) : ClientRow(client)
{
    [Requirement("client/redirect-not-followed", Feature = ClientFeatures.Tunnel,
        Title = "A redirect in response to CONNECT is not followed")]
    [Input("302-http", "302 Found", "http")]
    [Input("302-https", "302 Found", "https")]
    [Input("307-http", "307 Temporary Redirect", "http")]
    [Input("307-https", "307 Temporary Redirect", "https")]
    public async Task A_redirect_is_not_followed(string status, string scheme)
    {
        await using var elsewhere = scheme == "https" ? await HttpsPageAsync() : await HttpPageAsync();
        var proxy = Proxies.Listen(Refusals.Redirect(status, scheme, elsewhere.Authority), elsewhere);
        var answer = await Client.FetchAsync(Tunnelled($"{elsewhere.Host}:8443"), proxy);

        var followed = proxy.Requests.FirstOrDefault(
            one => one.Request.Target.Contains(elsewhere.Authority, StringComparison.Ordinal));
        Require(followed is null, ReasonIds.Followed, "the client followed a redirect that came in response to CONNECT",
            followed is null ? [] : followed.Request.Marks.StartLine);
        IsAnError(answer, proxy, "a response to CONNECT that is not a 2xx is the proxy's");
    }

    [Requirement("client/error-not-spoofed", Feature = ClientFeatures.Tunnel,
        Title = "A refusal by the proxy is not shown as the origin's response")]
    [Input("403", "refuses-with-403")]
    [Input("404", "refuses-with-404")]
    [Input("407", "refuses-with-407")]
    [Input("502", "refuses-with-502")]
    public async Task A_refusal_is_not_shown_as_the_origins_response(string behaviour)
    {
        var (answer, proxy) = await FetchAsync(Refusals.Of(behaviour));
        IsAnError(answer, proxy, "the origin was never reached");
    }

    [Requirement("client/401-not-answered", Feature = ClientFeatures.Https,
        Title = "Credentials for the origin are not sent to the proxy")]
    public async Task Credentials_for_the_origin_are_not_sent_to_the_proxy()
    {
        await using var origin = await HttpsPageAsync();
        var proxy = Proxies.Listen(Refusals.Of("refuses-with-401"), origin);
        var answer = await Client.FetchAsync(
            origin.Https("/").Replace("//", "//name:secret@", StringComparison.Ordinal), proxy);

        IsTaken(proxy, answer);
        var leak = proxy.Connects.FirstOrDefault(connect => connect.HasField("Authorization"));
        Require(leak is null, ReasonIds.Leaked, "the client sent the credentials for the origin to the proxy, in clear",
            leak is null ? [] : leak.Marks.Fields("Authorization"));
        IsAnError(answer, proxy, "the 401 is the proxy's");
    }
}
