using System.Net.Security;
using System.Security.Authentication;
using ConformanceKit.ReferenceProxy.Http2;
using ConformanceKit.ReferenceProxy.Tls;

namespace ConformanceKit.ReferenceProxy.Tests.Http2;

/// <summary>How a client begins HTTP/2 inside TLS (RFC 9113 §3.2, RFC 7301).</summary>
internal sealed class EntryTests : Http2Test
{
    private static readonly SslStreamCertificateContext s_certificate =
        new CertificateAuthority("test").Issue(CertificateAuthority.NewKey(), "proxy.test");

    [TestCase("h2")]
    [TestCase("http/1.1,h2")]
    public async Task TLS_selects_it(string offered)
    {
        await using var tls = await DialTlsAsync(http2: true, offered.Split(','));
        tls.Tls.NegotiatedApplicationProtocol.Should().Be(SslApplicationProtocol.Http2);

        // The proxy's SETTINGS come without waiting for the client's preface.
        var client = new Http2Peer(tls.Tls);
        (await client.ReadAnyAsync()).Type.Should().Be(FrameType.Settings);
        await client.BeginAsync();
        var origin = await TunnelAsync(client, 1);
        await client.DataAsync(1, "up");
        (await origin.ReadAsync(2)).Should().Be("up");
        await origin.SendAsync("down");
        (await client.ReadAsync()).Text.Should().Be("down");
        origin.Rst();
        (await client.ReadResetAsync(1)).Should().Be(ErrorCode.ConnectError);
    }

    [TestCase("http/1.1")]
    [TestCase(null)]
    public async Task Without_it_the_preface_is_no_request(string? offered)
    {
        await using var tls = await DialTlsAsync(http2: true, offered is null ? [] : [offered]);
        await tls.SendAsync(Http2Peer.Preface);
        (await tls.ReadHeadAsync()).Should().StartWith("HTTP/1.1 505 ");
    }

    [Test]
    public async Task Whatever_follows_the_handshake_must_be_the_preface()
    {
        await using var tls = await DialTlsAsync(http2: true, "h2");
        await tls.SendAsync("GET http://o/ HTTP/1.1\r\nHost: o\r\n\r\n");
        (await new Http2Peer(tls.Tls).ReadToGoAwayAsync()).Should().Be(ErrorCode.ProtocolError);
    }

    [Test]
    public async Task A_proxy_without_it_selects_HTTP_1_1_or_nothing()
    {
        await using var tls = await DialTlsAsync(http2: false, "h2", "http/1.1");
        tls.Tls.NegotiatedApplicationProtocol.Should().Be(SslApplicationProtocol.Http11);
        await FluentActions.Awaiting(() => TlsPeer.DialAsync(Proxy.TlsEndPoint!, SslProtocols.Tls13, "h2"))
            .Should().ThrowAsync<AuthenticationException>();
    }

    private Task<TlsPeer> DialTlsAsync(bool http2, params string[] alpn)
    {
        StartProxy(options => options with
        {
            TlsListen = new(IPAddress.Loopback, 0),
            TlsCertificate = s_certificate,
            Http2 = http2,
        });
        return TlsPeer.DialAsync(Proxy.TlsEndPoint!, SslProtocols.Tls13, alpn);
    }
}
