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

    [Requirement("client/absolute-userinfo", Feature = ClientFeatures.Http,
        Title = "Userinfo of a URL is not in the target")]
    public async Task Userinfo_is_not_in_the_target()
    {
        await using var origin = await HttpPageAsync();
        var proxy = Proxies.Listen(Openings.Of("opens"), origin);
        await Client.FetchAsync(origin.Http("/").Replace("//", "//name:secret@", StringComparison.Ordinal), proxy);

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
        var authority = request.Target.Split('/')[2];
        var values = request.Values("Host");
        Require(values.Count > 0, ReasonIds.FieldAbsent, "expected a Host field, but there is none", request.Marks.StartLine);
        Require(values.Count == 1, ReasonIds.FieldRepeated, $"expected one Host field, but there are {values.Count}",
            request.Marks.Fields("Host"));
        Require(values[0] == authority, ReasonIds.FieldValue, $"expected Host: {authority}, but got Host: {values[0]}",
            request.Marks.Fields("Host"));
    }
}
