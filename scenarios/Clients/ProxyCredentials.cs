using ConformanceKit.Clients;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Scenarios.Clients.Behaviours;

namespace ConformanceKit.Scenarios.Clients;

/// <summary>Credentials for a proxy (RFC 9110 §11.7).</summary>
public sealed class ProxyCredentials(string client) : ClientRow(client)
{
    private const int FewAttempts = 5;

    [Requirement("client/407-retry", Feature = ClientFeatures.Credentials, Title = "A 407 is answered with credentials")]
    public Task A_407_is_answered_with_credentials() => GetsThroughAsync("407-then-open");

    [Requirement("client/407-close", Feature = ClientFeatures.Credentials,
        Title = "After a 407 that closes the connection, the credentials go on a new one")]
    public Task After_a_407_that_closes_the_credentials_go_on_a_new_connection() => GetsThroughAsync("407-then-close");

    [Requirement("client/407-body-drained", Feature = ClientFeatures.Credentials,
        Title = "The content of a 407 is not taken for the next response")]
    public Task The_content_of_a_407_is_not_taken_for_the_next_response() => GetsThroughAsync("407-with-body");

    [Requirement("client/407-bounded", Feature = ClientFeatures.Credentials, Title = "A 407 that never ends is given up")]
    public async Task A_407_that_never_ends_is_given_up()
    {
        var (answer, proxy) = await FetchAsync(Refusals.Of("refuses-with-407"), withCredentials: true);
        var connects = proxy.Connects.Count;
        Note($"{connects} CONNECT requests");
        Require(connects <= FewAttempts, ReasonIds.TooMany,
            $"expected few attempts, but the client sent {connects} CONNECT requests");
        IsAnError(answer, proxy, "the credentials are refused");
    }

    [Requirement("client/credentials-not-in-tunnel", Feature = ClientFeatures.Credentials,
        Title = "The proxy's credentials do not go through the tunnel")]
    public async Task The_proxys_credentials_do_not_go_through_the_tunnel()
    {
        RequireFeature(ClientFeatures.Https);
        await using var origin = await HttpsPageAsync();
        var proxy = Proxies.Listen(Challenges.Of("407-then-open"), origin);
        var answer = await Client.FetchAsync(origin.Https("/"), proxy, withCredentials: true);
        answer.Should().BeTheOrigins(Content);
        HasNoCredentials(origin.Requests[0], "through the tunnel");
    }

    [Requirement("client/credentials-redirect", Feature = ClientFeatures.Redirects,
        Title = "A redirect takes the proxy's credentials to no origin")]
    public async Task A_redirect_takes_the_proxys_credentials_to_no_origin()
    {
        // 1. An http page whose proxy wants credentials leads to an https page, through the same proxy.
        RequireFeature(ClientFeatures.Credentials);
        await using var page = await HttpsPageAsync();
        await using var first = await Origins.HttpAsync(
            $"HTTP/1.1 302 Found\r\nLocation: {page.Https("/")}\r\nContent-Length: 0\r\n\r\n");
        var proxy = Proxies.Listen(Challenges.WithTwoOrigins(first, page));
        var answer = await Client.FetchAsync(first.Http("/"), proxy, withCredentials: true);

        // 2. What the second origin sees.
        if (page.Requests.Count == 0)
        {
            NotApplicable("the client does not follow this redirect: "
                + (answer.Succeeded ? $"it returns the status {answer.Status}" : answer.Error));
        }
        HasNoCredentials(page.Requests[0], "along with a redirect");
    }

    private static void HasNoCredentials(Wire.WireRequest request, string how) => Require(
        !request.HasField("Proxy-Authorization"), ReasonIds.Leaked, $"the origin got the proxy's credentials {how}",
        request.Marks.Fields("Proxy-Authorization"));

    private async Task GetsThroughAsync(string behaviour)
    {
        var (answer, _) = await FetchAsync(Challenges.Of(behaviour), withCredentials: true);
        answer.Should().BeTheOrigins(Content);
    }
}
