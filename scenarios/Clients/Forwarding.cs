using ConformanceKit.Clients;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Scenarios.Clients.Behaviours;

namespace ConformanceKit.Scenarios.Clients;

/// <summary>The request for an http URL that a client sends to a proxy (RFC 9112 §3.2.2).</summary>
public sealed class Forwarding(string client) : ClientRow(client)
{
    [Requirement("client/absolute-form", Feature = ClientFeatures.Http,
        Title = "A request for an http URL is in absolute-form, without a fragment")]
    public async Task A_request_for_an_http_URL_is_in_absolute_form()
    {
        await using var origin = await HttpPageAsync();
        var proxy = Proxies.Listen(Openings.Of("opens"), origin);
        var answer = await Client.FetchAsync(origin.Http("/x?y=1#z"), proxy);

        var request = First(proxy);
        if (request.Method == "CONNECT")
        {
            Note("the client opens a tunnel for http URLs, too");
            return;
        }

        Require(request.Target == origin.Http("/x?y=1"), ReasonIds.RequestLine,
            $"expected the target {origin.Http("/x?y=1")}, but got {request.Target}", request.Marks.StartLine);
        answer.Should().BeTheOrigins(Content);
    }

    [Requirement("client/no-proxy", Feature = ClientFeatures.NoProxy, Title = "What NO_PROXY means: recorded")]
    public async Task What_NO_PROXY_means()
    {
        await using var origin = await HttpPageAsync();
        var found = new List<string>();
        foreach (var (pattern, host) in Patterns(origin))
        {
            var proxy = Proxies.Listen(Openings.Of("opens"), origin);
            await Client.FetchAsync($"http://{host}:{origin.Port}/", proxy, noProxy: pattern);
            found.Add($"{pattern} for {host}: {(proxy.ConnectionCount == 0 ? "direct" : "through the proxy")}");
        }
        Note(string.Join("; ", found));
    }

    // A name under .test leads nowhere, so a client that goes there itself fails, but it does not come to the proxy.
    private static (string Pattern, string Host)[] Patterns(Origins.Origin origin) =>
    [
        ("a.test", "a.test"), (".test", "a.test"), ("test", "a.test"), ($"a.test:{origin.Port}", "a.test"), ("*", "a.test"),
        (origin.Host, origin.Host), ("127.0.0.0/8", origin.Host),
    ];

    [Requirement("client/absolute-userinfo", Feature = ClientFeatures.Http,
        Title = "Userinfo of a URL is not in the target")]
    public async Task Userinfo_is_not_in_the_target()
    {
        await using var origin = await HttpPageAsync();
        var proxy = Proxies.Listen(Openings.Of("opens"), origin);
        var answer = await Client.FetchAsync(
            origin.Http("/").Replace("//", "//name:secret@", StringComparison.Ordinal), proxy);
        IsTaken(proxy, answer);

        var request = First(proxy);
        Require(!request.Target.Contains('@', StringComparison.Ordinal), ReasonIds.Leaked,
            $"the target has userinfo: {request.Target}", request.Marks.StartLine);
    }

    [Requirement("client/absolute-host", Feature = ClientFeatures.Http,
        Title = "Host is the authority of the target")]
    [Input("default-port", "http://{0}/")]
    [Input("explicit-80", "http://{0}:80/")]
    [Input("other-port", "http://{0}:8080/")]
    public async Task Host_is_the_authority_of_the_target(string url)
    {
        await using var origin = await HttpPageAsync();
        var proxy = Proxies.Listen(Openings.Of("opens"), origin);
        await Client.FetchAsync(url.Replace("{0}", origin.Host, StringComparison.Ordinal), proxy);

        var request = First(proxy);
        if (request.Method == "CONNECT")
            NotApplicable("the client opens a tunnel for http URLs, too");
        if (!request.Target.Contains("://", StringComparison.Ordinal))
            NotApplicable("the target is not in absolute-form");
        var authority = request.Target.Split('/')[2];
        var values = request.Values("Host");
        Require(values.Count > 0, ReasonIds.FieldAbsent, "expected a Host field, but there is none", request.Marks.StartLine);
        Require(values.Count == 1, ReasonIds.FieldRepeated, $"expected one Host field, but there are {values.Count}",
            request.Marks.Fields("Host"));
        Require(values[0] == authority, ReasonIds.FieldValue, $"expected Host: {authority}, but got Host: {values[0]}",
            request.Marks.Fields("Host"));
    }
}
