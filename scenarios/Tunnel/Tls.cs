using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Tunnel;

/// <summary>TLS in a tunnel is between client and origin: an intercepting proxy gives itself away by its certificate.</summary>
public sealed class Tls(string proxy) : Scenario(proxy)
{
    [Requirement("tunnel/tls", Title = "TLS passes with the origin's own certificate and the client's SNI and ALPN")]
    public async Task TLS_passes_with_the_origins_own_certificate_and_the_clients_SNI_and_ALPN()
    {
        await using var origin = await Origins.TlsEchoAsync("conformance/1", "http/1.1");
        await using var client = await Proxy.TunnelAsync(origin);

        await using var tls = await client.TlsAsync("sni.test", "conformance/1", "h2");
        tls.Should().PresentCertificateOf(origin);
        await tls.Inside.SendAsync("ping");

        (await tls.Inside.ReadExactlyAsync(4)).Should().Equal("ping");
        var negotiated =
            $"ALPN \"{tls.Alpn}\", server names "
            + $"\"{string.Join(' ', origin.Tls.Sessions.Select(session => session.ServerName))}\"";
        if (negotiated != "ALPN \"conformance/1\", server names \"sni.test\"")
        {
            throw new RequirementBrokenException(ReasonIds.TlsNegotiation, $"client and origin agreed on {negotiated}")
            {
                Marks = tls.Marks,
            };
        }
    }
}
