using System.Net;
using ConformanceKit.Clients;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Scenarios.Clients.Behaviours;

namespace ConformanceKit.Scenarios.Clients;

/// <summary>TLS to the proxy, and TLS in the tunnel: whom a client trusts.</summary>
public sealed class TlsTrust(string client) : ClientRow(client)
{
    [Requirement("client/tls-proxy-verify", Feature = ClientFeatures.TlsProxy, Title = "The certificate of a proxy is verified")]
    [Input("good", "tls-opens")]
    [Input("other-host", "tls-other-host")]
    [Input("untrusted", "tls-untrusted")]
    public async Task The_certificate_of_a_proxy_is_verified(string behaviour)
    {
        if (behaviour == "tls-other-host")
            RequireFeature(ClientFeatures.Names);
        var (answer, proxy) = await FetchAsync(Openings.Of(behaviour));
        if (behaviour == "tls-opens")
        {
            answer.Should().BeTheOrigins(Content);
            return;
        }

        Require(proxy.ConnectionCount > 0, ReasonIds.RequestFailed, "expected a connection to the proxy, but there was none");
        Require(proxy.Requests.Count == 0, ReasonIds.Leaked, "the client sent CONNECT to a proxy whose certificate is not good");
        answer.Should().BeAnError("the certificate of the proxy is not good");
    }

    [Requirement("client/tls-proxy-no-downgrade", Feature = ClientFeatures.TlsProxy,
        Title = "An https proxy is not spoken to in clear")]
    public async Task An_https_proxy_is_not_spoken_to_in_clear()
    {
        var (_, proxy) = await FetchAsync(Openings.Of("tls-opens"), withCredentials: true);
        Require(proxy.ConnectionCount > 0, ReasonIds.RequestFailed, "expected a connection to the proxy, but there was none");
        foreach (var connection in proxy.Connections)
        {
            Require(connection.ReceivedStart is [] or [0x16, ..], ReasonIds.Leaked,
                "expected TLS, but the client sent cleartext to an https proxy", [.. connection.Arrivals]);
        }
    }

    [Requirement("client/tls-proxy-alpn", Feature = ClientFeatures.TlsProxy, Title = "What ALPN offers to a proxy: recorded")]
    public async Task What_ALPN_offers_to_a_proxy()
    {
        var (answer, proxy) = await FetchAsync(Openings.Of("tls-opens"));
        Require(proxy.Protocols.Count > 0, ReasonIds.RequestFailed, "expected TLS to the proxy, but there was none");
        Note(proxy.Protocols[0].Length > 0 ? "the client offers http/1.1" : "the client offers no protocols, or not http/1.1");
        answer.Should().BeTheOrigins(Content, "the proxy speaks HTTP/1.1");
    }

    [Requirement("client/sni-not-ip", Feature = ClientFeatures.Tunnel, Title = "An address is no server name of TLS")]
    public async Task An_address_is_no_server_name()
    {
        RequireMoreThanStreams();

        // Whether the certificate is good for the address does not matter here: the ClientHello is what counts.
        await using var origin = await HttpsPageAsync();
        var proxy = Proxies.Listen(Openings.Of("opens"), origin);
        ReachedTheProxy(proxy, await Client.FetchAsync(Tunnelled($"{origin.Address}:{origin.Port}"), proxy));
        foreach (var name in origin.Tls.ServerNames)
        {
            Require(!IPAddress.TryParse(name, out _), ReasonIds.TlsNegotiation,
                $"expected no server name, but the client sent the address {name}");
        }
        Require(origin.Tls.ServerNames.Count > 0, ReasonIds.RequestFailed, "expected TLS in the tunnel, but there was none");
    }

    [Requirement("client/tunnel-cert-verify", Feature = ClientFeatures.Tunnel,
        Title = "The certificate in the tunnel is verified")]
    [Input("other-host", false)]
    [Input("untrusted", true)]
    public async Task The_certificate_in_the_tunnel_is_verified(bool untrusted)
    {
        RequireMoreThanStreams();
        if (!untrusted)
            RequireFeature(ClientFeatures.Names);
        await using var origin = untrusted
            ? await Origins.HttpsForeignAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Content.Length}\r\n\r\n{Content}")
            : await HttpsPageAsync();
        var proxy = Proxies.Listen(Openings.Of("opens"), origin);
        var answer = await Client.FetchAsync(
            Tunnelled(untrusted ? origin.Authority : $"other.test:{origin.Port}"), proxy);

        Require(origin.Requests.Count == 0, ReasonIds.Leaked, "the client sent its request to somebody with another certificate");
        IsAnError(answer, proxy, "the certificate is not the origin's");
    }
}
