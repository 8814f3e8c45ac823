using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.TlsProxy;

/// <summary>TLS to the proxy itself: inside it, everything is as without it (RFC 9110 §7.3.2).</summary>
public sealed class Establishing(string proxy) : Scenario(proxy)
{
    [Requirement("tls-proxy/connect", Feature = ProxyFeatures.Tls,
        Title = "A CONNECT inside TLS opens a tunnel for the TLS of the origin")]
    public async Task A_CONNECT_inside_TLS_opens_a_tunnel_for_the_TLS_of_the_origin()
    {
        await using var origin = await Origins.TlsEchoAsync("conformance/1");
        await using var client = await Proxy.TunnelAsync(origin, Proxy.TlsListener);

        await using var tls = await client.TlsAsync("sni.test", "conformance/1");
        tls.Should().PresentCertificateOf(origin);
        await tls.Inside.SendAsync(AnyBytes.Ping);

        (await tls.Inside.ReadExactlyAsync(AnyBytes.Ping.Length)).Should().Equal(AnyBytes.Ping);
        var session = origin.Tls.Sessions[0];
        Negotiated(tls, (session.ServerName, session.Alpn) == ("sni.test", "conformance/1"),
            $"the origin saw the server name \"{session.ServerName}\" and ALPN \"{session.Alpn}\", not the client's own");
    }

    [Requirement("tls-proxy/absolute", DependsOn = "absolute-form/origin-form",
        Title = "A request inside TLS is forwarded in cleartext")]
    public async Task A_request_inside_TLS_is_forwarded_in_cleartext()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync(Proxy.TlsListener);

        await client.SendAsync(Requests.Get(origin.Http("/x?y")));
        (await client.ReadResponseAsync("GET")).Should().HaveStatus(200);

        origin.Requests[0].Should().HaveMethod("GET").And.HaveTarget("/x?y").And.HaveSingleField("Host", origin.Authority);
    }

    [Requirement("tls-proxy/auth", Feature = ProxyFeatures.TlsAuth, DependsOn = "auth/missing/connect",
        Title = "Inside TLS a 407 carries a challenge, and credentials are accepted and kept back")]
    public async Task Inside_TLS_a_407_carries_a_challenge_and_credentials_are_accepted_and_kept_back()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        var listener = Proxy.TlsAuthListener;

        // 1. Without credentials.
        await using var stranger = await Proxy.DialAsync(listener);
        (await stranger.ConnectAsync(origin)).Should().HaveStatus(407).And.HaveField("Proxy-Authenticate");
        await origin.Should().HaveReceivedNothingAsync("the request has no credentials");

        // 2. With them.
        var credentials = Requests.Basic(listener.User!, listener.Password!);
        await using var client = await Proxy.DialAsync(listener);
        await client.SendAsync(Requests.Connect(origin.Authority, credentials));
        (await client.ReadResponseAsync("CONNECT")).Should().BeSuccessful();

        // 3. They are for the proxy.
        if (!Proxy.Features.Contains(ProxyFeatures.Http))
            return;
        await using var another = await Proxy.DialAsync(listener);
        await another.SendAsync(Requests.Get(origin.Http("/x"), credentials));
        (await another.ReadResponseAsync("GET")).Should().HaveStatus(200);
        origin.Requests[^1].Should().NotHaveField("Proxy-Authorization");
    }

    [Requirement("tls-proxy/no-alpn", Feature = ProxyFeatures.Tls,
        Title = "A client that offers no ALPN is served in HTTP/1.1")]
    public Task A_client_that_offers_no_ALPN_is_served_in_HTTP_1_1() => AssertServedAsync(new(""));

    [Requirement("tls-proxy/alpn-http11", Title = "A client that offers http/1.1 alone is served in HTTP/1.1")]
    public async Task A_client_that_offers_http_1_1_alone_is_served_in_HTTP_1_1()
    {
        await using var tls = await AssertServedAsync(new("", "http/1.1"));
        Negotiated(tls, tls.Alpn is "" or "http/1.1", $"the client offered http/1.1, and the proxy selected \"{tls.Alpn}\"");
    }

    [Requirement("tls-proxy/sni", Title = "The handshake completes whatever server name is requested")]
    [Input("none", "")]
    [Input("localhost", "localhost")]
    [Input("unknown", "unknown.test")]
    public Task The_handshake_completes_whatever_server_name_is_requested(string name) => AssertServedAsync(new(name));

    private async Task<TlsConnection> AssertServedAsync(TlsOffer offer)
    {
        await using var origin = await Origins.EchoAsync();
        var tls = await Proxy.DialTlsAsync(Proxy.TlsListener, offer);
        (await tls.Inside.ConnectAsync(origin)).Should().BeSuccessful();
        return tls;
    }

    private static void Negotiated(TlsConnection tls, bool holds, string facts)
    {
        if (!holds)
            throw new RequirementBrokenException(ReasonIds.TlsNegotiation, facts) { Marks = tls.Marks };
    }
}
