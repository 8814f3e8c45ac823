using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ConformanceKit.ReferenceProxy.Tls;

namespace ConformanceKit.ReferenceProxy.Tests.Proxy;

/// <summary>TLS to the proxy itself: the same proxy inside it, and an orderly end that shows below it.</summary>
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class TlsTests : ProxyTest
{
    private const byte Alert = 21;

    private static readonly CertificateAuthority s_authority = new("test CA");
    private static readonly SslStreamCertificateContext s_certificate =
        s_authority.Issue(CertificateAuthority.NewKey(), "proxy.test", "127.0.0.1");

    [Test]
    public async Task A_tunnel_inside_TLS_carries_bytes_both_ways(
        [Values(SslProtocols.Tls12, SslProtocols.Tls13)] SslProtocols version)
    {
        var (client, origin) = await TlsTunnelAsync(version);
        await using var _ = client;

        await client.SendAsync("up");
        (await origin.ReadAsync(2)).Should().Be("up");
        await origin.SendAsync("down");
        (await client.ReadAsync(4)).Should().Be("down");

        client.Tls.RemoteCertificate!.Subject.Should().Be("CN=proxy.test");
        Log.Should().Contain(line => line.Contains("no ALPN, SNI proxy.test"));
    }

    [Test]
    public async Task An_origin_that_finishes_is_told_by_the_closure_alert_and_FIN()
    {
        // In TLS 1.2 the type of an alert is visible in its record.
        var (client, origin) = await TlsTunnelAsync(SslProtocols.Tls12);
        await using var _ = client;

        await origin.SendAsync("last");
        origin.Socket.Shutdown(SocketShutdown.Send);

        (await client.ReadToEndAsync()).Should().Be("last");
        client.RecordTypes[^1].Should().Be(Alert);
    }

    // Closing with something unread would make the kernel send RST, which overtakes what is still on its way.
    [Test]
    public async Task A_client_that_sends_on_after_the_origin_has_closed_is_not_reset()
    {
        StartTls(options => options with { LingerTimeout = TimeSpan.FromMinutes(1) });
        await using var client = await TlsPeer.DialAsync(Proxy.TlsEndPoint!);
        await client.SendAsync(ConnectRequest());
        await client.ReadHeadAsync();
        (await Origin.AcceptAsync()).Socket.Close();

        // 1. The origin answers what comes now with RST, which ends the tunnel.
        while (!Log.Any(line => line.Contains("OriginClosed", StringComparison.Ordinal)))
            await client.SendAsync("again");
        (await client.ReadToEndAsync()).Should().BeEmpty();

        // 2. The proxy waits for the client's own end.
        for (var more = 0; more < 20; more++)
        {
            await Task.Delay(10);
            await client.SendAsync("again");
        }
    }

    [TestCase("CONNECT a:b HTTP/1.1\r\nHost: a:b\r\n\r\n", "HTTP/1.1 400 ")]
    [TestCase("garbage\r\n\r\n", "HTTP/1.1 400 ")]
    public async Task A_rejection_ends_with_the_closure_alert(string request, string expected)
    {
        StartTls();
        await using var client = await TlsPeer.DialAsync(Proxy.TlsEndPoint!, SslProtocols.Tls12);

        await client.SendAsync(request);

        (await client.ReadToEndAsync()).Should().StartWith(expected);
        client.RecordTypes[^1].Should().Be(Alert);
    }

    [Test]
    public async Task A_client_that_finishes_is_passed_on_as_FIN_and_still_gets_the_reply(
        [Values(SslProtocols.Tls12, SslProtocols.Tls13)] SslProtocols version)
    {
        var (client, origin) = await TlsTunnelAsync(version);
        await using var _ = client;

        await client.SendAsync("question");
        await client.Tls.ShutdownAsync();
        (await origin.ReadToFinAsync()).Should().Be("question");
        await origin.SendAsync("answer");
        origin.Socket.Shutdown(SocketShutdown.Send);

        (await client.ReadToEndAsync()).Should().Be("answer");
    }

    [Test]
    public async Task FIN_without_the_alert_may_be_a_truncation_and_aborts_the_tunnel()
    {
        var (client, origin) = await TlsTunnelAsync(SslProtocols.Tls13);
        await using var _ = client;

        await client.SendAsync("part");
        (await origin.ReadAsync(4)).Should().Be("part");
        client.Socket.Shutdown(SocketShutdown.Send);

        (await origin.Awaiting(peer => peer.ReadToFinAsync()).Should().ThrowAsync<SocketException>())
            .Which.SocketErrorCode.Should().Be(SocketError.ConnectionReset);
    }

    [Test]
    public async Task An_origin_that_aborts_is_not_told_by_an_alert()
    {
        var (client, origin) = await TlsTunnelAsync(SslProtocols.Tls12);
        await using var _ = client;

        origin.Socket.Close(timeout: 0);

        await client.Awaiting(peer => peer.ReadToEndAsync()).Should().ThrowAsync<IOException>();
        client.RecordTypes.Should().NotContain(Alert);
    }

    [Test]
    public async Task A_megabyte_goes_both_ways_at_once()
    {
        var (client, origin) = await TlsTunnelAsync(SslProtocols.Tls13);
        await using var _ = client;
        var up = RandomNumberGenerator.GetBytes(1 << 20);
        var down = RandomNumberGenerator.GetBytes(1 << 20);

        var sending = Task.WhenAll(client.SendAsync(Bytes.Text(up)), origin.SendAsync(down));
        var received = await Task.WhenAll(origin.ReadAsync(up.Length), client.ReadAsync(down.Length));
        await sending;

        (received[0] == Bytes.Text(up), received[1] == Bytes.Text(down)).Should().Be((true, true));
    }

    [Test]
    public async Task Requests_follow_one_another_and_are_forwarded_in_cleartext()
    {
        StartTls();
        await using var client = await TlsPeer.DialAsync(Proxy.TlsEndPoint!, alpn: "http/1.1");
        for (var i = 0; i < 2; i++)
        {
            await client.SendAsync(Get($"/{i}", "Connection: keep-alive\r\n"));
            using var origin = await Origin.AcceptAsync();
            (await origin.ReadHeadAsync()).Should().StartWith($"GET /{i} HTTP/1.1\r\n");
            await origin.SendAsync("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
            (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 204 ");
        }

        client.Tls.NegotiatedApplicationProtocol.Should().Be(SslApplicationProtocol.Http11);
    }

    [Test]
    public async Task A_protocol_that_the_proxy_does_not_speak_is_not_agreed_on(
        [Values("h2c", "x-conformance")] string protocol)
    {
        StartTls();

        await FluentActions.Awaiting(() => TlsPeer.DialAsync(Proxy.TlsEndPoint!, alpn: protocol))
            .Should().ThrowAsync<AuthenticationException>();

        await Wait.UntilAsync(() => Log.Any(line => line.Contains("TLS handshake failed")));
        await StillServesAsync();
    }

    // Whether a certificate will do is for the client to say; some clients are told to take any.
    [Test]
    public async Task A_client_that_rejects_the_certificate_disturbs_nobody(
        [Values] bool isExpired, [Values(SslProtocols.Tls12, SslProtocols.Tls13)] SslProtocols version)
    {
        StartTls(options => isExpired ? options with { TlsCertificate = Expired() } : options);
        using var socket = new TcpClient();
        await socket.ConnectAsync(Proxy.TlsEndPoint!);
        await using var client = new SslStream(socket.GetStream());

        // 1. This machine trusts neither certificate.
        var offer = new SslClientAuthenticationOptions { TargetHost = "proxy.test", EnabledSslProtocols = version };
        await client.Awaiting(tls => tls.AuthenticateAsClientAsync(offer))
            .Should().ThrowAsync<AuthenticationException>();

        // 2. Nobody else notices. Some clients say why with an alert, which is a line of the log; this one only closes.
        await StillServesAsync();
        Log.Count(line => line.Contains("TLS handshake failed", StringComparison.Ordinal)).Should().BeLessThan(2);
    }

    [TestCase("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n")]
    [TestCase("\x05\x01\x00")]
    [TestCase("\x16\x03\x01\x40\x00")]
    public async Task What_is_not_a_handshake_is_closed_with_one_log_line(string bytes)
    {
        StartTls();
        using var client = await Peer.DialAsync(Proxy.TlsEndPoint!);
        await client.SendAsync(bytes);

        await client.Awaiting(peer => peer.ReadToFinAsync()).Should().NotThrowAsync();

        await Wait.UntilAsync(() => Log.Count(line => line.Contains("\"-\" 0 ") && line.Contains("TLS handshake failed")) == 1);
        await StillServesAsync();
    }

    [Test]
    public async Task A_handshake_that_stops_half_way_is_given_up()
    {
        StartTls(options => options with { HandshakeTimeout = Short });
        using var client = await Peer.DialAsync(Proxy.TlsEndPoint!);
        await client.SendAsync("\x16\x03\x01\x01\x00\x01");

        await StillServesAsync();
        await client.ReadToFinAsync();

        Log.Should().Contain(line => line.Contains("not complete within 0.6 s"));
    }

    [Test]
    public async Task Credentials_are_required_inside_TLS_too()
    {
        StartTls(options => options with { Credentials = [new("user", "secret")] });
        await using var client = await TlsPeer.DialAsync(Proxy.TlsEndPoint!);

        await client.SendAsync(ConnectRequest());

        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 407 ").And.Contain("Proxy-Authenticate: Basic ");
    }

    [Test]
    public async Task Too_many_clients_are_told_so_inside_TLS()
    {
        StartTls(options => options with { MaxConnections = 1 });
        await using var one = await TlsPeer.DialAsync(Proxy.TlsEndPoint!);
        await using var two = await TlsPeer.DialAsync(Proxy.TlsEndPoint!);

        (await two.ReadToEndAsync()).Should().StartWith("HTTP/1.1 503 ");
    }

    [Test]
    public void Listening_for_TLS_needs_a_certificate() =>
        FluentActions.Invoking(() => ProxyServer.Start(new() { TlsListen = new(IPAddress.Loopback, 0) }))
            .Should().Throw<ArgumentException>().WithMessage("*needs a certificate*");

    private static SslStreamCertificateContext Expired()
    {
        using var key = CertificateAuthority.NewKey();
        var request = new CertificateRequest("CN=proxy.test", key, HashAlgorithmName.SHA256);
        var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(-1));
        return SslStreamCertificateContext.Create(certificate, null, offline: true);
    }

    private void StartTls(Func<ProxyOptions, ProxyOptions>? change = null) => StartProxy(options => (change ?? (o => o))(
        options with { TlsListen = new(IPAddress.Loopback, 0), TlsCertificate = s_certificate }));

    private async Task<(TlsPeer Client, Peer Origin)> TlsTunnelAsync(SslProtocols version)
    {
        StartTls();
        var client = await TlsPeer.DialAsync(Proxy.TlsEndPoint!, version);
        await client.SendAsync(ConnectRequest());
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 200 ");
        return (client, Keep(await Origin.AcceptAsync()));
    }

    private async Task StillServesAsync()
    {
        await using var client = await TlsPeer.DialAsync(Proxy.TlsEndPoint!);
        await client.SendAsync("OPTIONS * HTTP/1.1\r\nHost: proxy.test\r\n\r\n");
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 200 ");
    }
}
