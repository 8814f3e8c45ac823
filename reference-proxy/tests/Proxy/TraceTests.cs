using System.Collections.Concurrent;
using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.ReferenceProxy.Recording;
using ConformanceKit.ReferenceProxy.Tls;

namespace ConformanceKit.ReferenceProxy.Tests.Proxy;

/// <summary>How the exchange of a real client is traced.</summary>
internal sealed class TraceTests : ProxyTest
{
    private readonly ConcurrentQueue<ExchangeEvent> _events = new();

    [Test]
    public async Task A_tunnel_from_its_first_byte_to_its_last()
    {
        StartTraced();
        var (client, peer) = await TunnelAsync();
        await client.SendAsync("ping");
        await peer.ReadAsync(4);
        await peer.SendAsync("pong");
        await client.ReadAsync(4);
        client.Fin();
        await peer.ReadToFinAsync();
        peer.Fin();
        await client.ReadToFinAsync();
        await Proxy.StopAsync(TimeSpan.FromSeconds(5));

        var annotated = Annotator.Annotate(_events).Where(happened => happened.Event.Kind != ExchangeKind.Note).ToList();
        annotated.Select(happened => $"{happened.Event.From}>{happened.Event.To} {happened.Label}").Should().Equal(
            "Client>Proxy opens",
            $"Client>Proxy CONNECT {Origin.Authority} HTTP/1.1",
            "Proxy>Origin opens",
            "Proxy>Client HTTP/1.1 200 Connection established",
            "Client>Proxy 4 bytes",
            "Proxy>Origin 4 bytes",
            "Origin>Proxy 4 bytes",
            "Proxy>Client 4 bytes",
            "Client>Proxy FIN",
            "Proxy>Origin FIN",
            "Origin>Proxy FIN",
            "Proxy>Client FIN");
        annotated.Select(happened => happened.Event.At).Should().BeInAscendingOrder();
        _events.Where(happened => happened.Kind == ExchangeKind.Note).Select(happened => happened.Note).Should().Equal(
            $"dials 127.0.0.1 port {Origin.Port}", "ends the tunnel: BothFinished, 4 bytes up, 4 down");
    }

    [Test]
    public async Task A_forwarded_request_and_its_response()
    {
        StartTraced();
        var (client, peer, _) = await ForwardAsync(Get());
        await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        await client.ReadHeadAsync();
        await client.ReadAsync(2);
        client.Fin();
        await client.ReadToFinAsync();
        await Proxy.StopAsync(TimeSpan.FromSeconds(5));

        var annotated = Annotator.Annotate(_events);
        annotated.Select(happened => happened.Text).Should().ContainInOrder(
            "The client sends GET with the whole URI (absolute-form)",
            "The origin accepts the proxy's connection to the target of the request",
            "The proxy forwards GET with only the path (origin-form), with its own Via",
            "The origin answers 200: OK. 2 bytes of content, framed by Content-Length",
            "The proxy passes on the 200: OK. 2 bytes of content, framed by Content-Length");
    }

    [Test]
    public async Task Each_side_s_RST_is_told_once()
    {
        StartTraced();
        var (client, peer) = await TunnelAsync();
        peer.Rst();
        await client.Invoking(one => one.ReadToFinAsync()).Should().ThrowAsync<SocketException>();
        await Proxy.StopAsync(TimeSpan.FromSeconds(5));

        _events.Where(happened => happened.Kind is ExchangeKind.Reset or ExchangeKind.Finished)
            .Select(happened => (happened.Kind, happened.From, happened.To)).Should().Equal(
                (ExchangeKind.Reset, Party.Origin, Party.Proxy), (ExchangeKind.Reset, Party.Proxy, Party.Client));
    }

    [Test]
    public async Task A_bulk_transfer_is_a_few_events_with_the_exact_sum()
    {
        StartTraced();
        var (client, peer) = await TunnelAsync();
        const int size = 5_000_000;
        var sent = client.SendAsync(new byte[size]);
        await peer.ReadAsync(size);
        await sent;
        client.Fin();
        await peer.ReadToFinAsync();
        peer.Fin();
        await client.ReadToFinAsync();
        await Proxy.StopAsync(TimeSpan.FromSeconds(5));

        var up = _events.Where(happened => happened is { Kind: ExchangeKind.Bytes, To: Party.Origin }).ToList();
        up.Sum(happened => happened.Length).Should().Be(size);
        up.Should().HaveCountLessThan(20).And.OnlyContain(happened => happened.Bytes.Length <= 16 * 1024);
        up[^1].Note.Should().EndWith(" reads");
    }

    [Test]
    public async Task In_TLS_to_the_proxy_what_is_inside_is_told_and_how_it_ends()
    {
        StartTracedTls();
        await using var client = await TlsPeer.DialAsync(Proxy.TlsEndPoint!);
        await client.SendAsync(ConnectRequest());
        using var peer = await Origin.AcceptAsync();
        await client.ReadHeadAsync();
        await peer.SendAsync("pong");
        peer.Fin();
        await client.ReadToEndAsync();
        await client.Tls.ShutdownAsync();
        await peer.ReadToFinAsync();
        await Proxy.StopAsync(TimeSpan.FromSeconds(5));

        Arrows().Should().Equal(
            "client 1 Client>Proxy opens",
            $"client 1 (tls) Client>Proxy CONNECT {Origin.Authority} HTTP/1.1",
            "origin 1 Proxy>Origin opens",
            "client 1 (tls) Proxy>Client HTTP/1.1 200 Connection established",
            "origin 1 Origin>Proxy 4 bytes",
            "client 1 (tls) Proxy>Client 4 bytes",
            "origin 1 Origin>Proxy FIN",
            "client 1 (tls) Proxy>Client closure alert",
            "client 1 Proxy>Client FIN",
            "client 1 (tls) Client>Proxy closure alert",
            "origin 1 Proxy>Origin FIN");
        _events.Select(happened => happened.Note).Should().Contain(
            "TLS 1.3 to the proxy, no ALPN, SNI proxy.test: the proxy can read what follows, until a tunnel begins");
    }

    [Test]
    public async Task A_FIN_without_a_closure_alert_is_told_as_a_truncation()
    {
        StartTracedTls();
        await using var client = await TlsPeer.DialAsync(Proxy.TlsEndPoint!);
        await client.SendAsync(ConnectRequest());
        using var peer = await Origin.AcceptAsync();
        await client.ReadHeadAsync();
        client.Socket.Shutdown(SocketShutdown.Send);
        await peer.Invoking(one => one.ReadToFinAsync()).Should().ThrowAsync<SocketException>();
        await Proxy.StopAsync(TimeSpan.FromSeconds(5));

        Arrows().Skip(4).Take(2).Should().Equal(
            "client 1 Client>Proxy FIN", "client 1 (tls) Client>Proxy FIN without a closure alert");
        Arrows().Skip(6).Should().BeEquivalentTo("origin 1 Proxy>Origin RST", "client 1 Proxy>Client RST");
    }

    [Test]
    public async Task A_handshake_that_fails_is_told()
    {
        StartTracedTls();
        using var client = await Peer.DialAsync(Proxy.TlsEndPoint!);
        await client.SendAsync(ConnectRequest());
        await client.ReadToFinAsync();
        await Proxy.StopAsync(Short);

        _events.Should().Contain(happened => happened.Note.StartsWith("TLS handshake failed: "));
    }

    [Test]
    public async Task SOCKS5_is_told_without_the_password()
    {
        StartProxy(options => options with
        {
            SocksListen = new(IPAddress.Loopback, 0),
            Credentials = [new("user", "secret")],
            Trace = _ => _events.Enqueue,
        });
        using var client = await Peer.DialAsync(Proxy.SocksEndPoint!);
        await client.SendAsync("\x05\x01\x02");
        await client.ReadAsync(2);
        await client.SendAsync("\x01\x04user\x06secret");
        await client.ReadAsync(2);
        await client.SendAsync($"\x05\x01\0\x01\x7f\0\0\x01{(char)(Origin.Port >> 8)}{(char)(Origin.Port & 0xFF)}");
        using var peer = await Origin.AcceptAsync();
        await client.ReadAsync(10);
        await client.SendAsync("ping");
        await peer.ReadAsync(4);
        await Proxy.StopAsync(Short);

        Arrows().Take(10).Should().Equal(
            "client 1 Client>Proxy opens",
            "client 1 Client>Proxy SOCKS5 offer: user name and password (02)",
            "client 1 Proxy>Client chooses user name and password (02)",
            "client 1 Client>Proxy user name and password",
            "client 1 Proxy>Client accepted (00)",
            $"client 1 Client>Proxy SOCKS5 CONNECT {Origin.Authority}",
            "origin 1 Proxy>Origin opens",
            "client 1 Proxy>Client SOCKS5 reply 00: succeeded",
            "client 1 Client>Proxy 4 bytes",
            "origin 1 Proxy>Origin 4 bytes");
        var traced = string.Concat(_events.Select(happened => Bytes.Text(happened.Bytes.Span)));
        traced.Should().Contain("\x01\x04user\x06******").And.NotContain("secret");
    }

    [Test]
    public async Task Exchanges_of_several_clients_are_told_apart()
    {
        var lines = new ConcurrentQueue<string>();
        StartProxy(options => options with { Trace = new TraceLines(lines.Enqueue).Of });
        using var first = await DialAsync();
        using var second = await DialAsync();
        await first.SendAsync("GET /x HTTP/1.1\r\nHost: x\r\n\r\n");
        await first.ReadToFinAsync();
        await second.SendAsync("OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        await second.ReadToFinAsync();
        await Proxy.StopAsync(Short);

        var written = lines.SelectMany(line => line.Split('\n')).ToList();
        written.Should().OnlyContain(line => line.StartsWith("#1 ") || line.StartsWith("#2 "))
            .And.OnlyContain(line => line.Length <= Ladder.Width);
        written.Should().Contain(line => line.StartsWith("#1 ") && line.Contains("rejects: OriginFormToProxy"))
            .And.Contain(line => line.StartsWith("#2 ") && line.Contains("the communication options of the proxy itself"));
    }

    private IReadOnlyList<string> Arrows() =>
    [
        .. Annotator.Annotate(_events).Where(happened => happened.Event.Kind != ExchangeKind.Note)
            .Select(happened => $"{happened.Event.Connection} {happened.Event.From}>{happened.Event.To} {happened.Label}"),
    ];

    private void StartTracedTls() => StartProxy(options => options with
    {
        TlsListen = new(IPAddress.Loopback, 0),
        TlsCertificate = new CertificateAuthority("test CA").Issue(CertificateAuthority.NewKey(), "proxy.test"),
        Trace = _ => _events.Enqueue,
    });

    private void StartTraced() => StartProxy(options => options with { Trace = _ => _events.Enqueue });
}
