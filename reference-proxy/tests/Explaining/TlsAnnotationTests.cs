using ConformanceKit.ReferenceProxy.Recording;
using static ConformanceKit.ReferenceProxy.Tests.Explaining.Exchange;

namespace ConformanceKit.ReferenceProxy.Tests.Explaining;

/// <summary>What is said about TLS: its records, and what is inside, which only its two ends can read.</summary>
internal sealed class TlsAnnotationTests
{
    private const string Hello = "\x16\x03\x01\0\x01\x01";

    [Test]
    public void TLS_records_are_followed_over_portions_and_what_was_not_kept()
    {
        Should(Exchange.Tunnel().FromClient("\x16\x03\x01\0\x06\x01he").FromClient("llo"), "more of a TLS record",
            "RFC 9110 §9.3.6, RFC 8446 §5.1");
        Should(
            Exchange.Tunnel().FromClient("\x16\x03\x01\0\x06\x01he").FromClient("llo\x17\x03\x03\0\x01x"),
            "TLS encrypted application data",
            "RFC 9110 §9.3.6, RFC 8446 §5.2");
        Should(
            Exchange.Tunnel().Lossy(Party.Client, Party.Proxy, "\x17\x03\x03\x40\0x", 16389).FromClient("\x15\x03\x03\0\x01x"),
            "TLS alert",
            "RFC 9110 §9.3.6, RFC 8446 §6");
        Should(
            Exchange.Tunnel().Lossy(Party.Client, Party.Proxy, "\x17\x03\x03\0\x01x", 9000).FromClient("\x01\x02"),
            "more of a TLS record",
            "RFC 9110 §9.3.6, RFC 8446 §5.1");
    }

    [Test]
    public void A_proxy_that_speaks_no_TLS_answers_TLS_with_a_response() =>
        Should(
            new Exchange().ClientOpens().FromClient("\x16\x03\x01\0\x01\x01")
                .ToClient("HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n"),
            "The proxy answers 400 itself",
            "RFC 9110 §15.5.1");

    [Test]
    public void Inside_TLS_only_its_ends_can_read()
    {
        var exchange = Exchange.Tunnel().FromClient("\x16\x03\x01\0\x01\x01");
        Should(exchange.FromClient("GET / HTTP/1.1\r\n\r\n", "client 1 (tls)"),
            "Inside TLS, which only its two ends can read: 18 bytes: an HTTP",
            "RFC 8446 §5.2, RFC 9112 §3");
    }

    [Test]
    public void Inside_TLS_with_the_proxy_are_its_own_messages()
    {
        var exchange = new Exchange().ClientOpens().FromClient("\x16\x03\x01\0\x01\x01")
            .FromClient(ConnectHead, "client 1 (tls)");
        Should(exchange, "a tunnel to x.test:443", "RFC 9110 §9.3.6, RFC 9112 §3.2.3");
        Should(exchange.ProxyDials(), "The origin accepts the proxy's connection to the target of CONNECT", "RFC 9110 §9.3.6");
    }

    [Test]
    public void In_a_tunnel_inside_TLS_the_second_handshake_is_with_the_origin()
    {
        var exchange = InsideProxyTls().ToClient("HTTP/1.1 200 OK\r\n\r\n", "client 1 (tls)");
        Should(exchange, "the tunnel is open, and begins right after the empty line. The proxy's TLS with the client goes on, "
            + "but it is not the origin's", "RFC 9110 §9.3.6");
        Should(exchange.FromClient(Hello, "client 1 (tls)"), "This is the second handshake, end to end with the origin",
            "RFC 9110 §9.3.6, RFC 8446 §4.1.2");
        exchange.FromClient(Hello, "client 1 (tls)").Last.Text.Should().NotContain("second handshake");
        Should(exchange.FromClient("ping", "client 1 (tls) (tls)"), "Inside TLS, which only its two ends can read: 4 bytes",
            "RFC 8446 §5.2");
        exchange.Last.Tunnel.Should().Be("client 1 (tls)");
        Exchange.Tunnel().Last.Text.Should().NotContain("TLS");
    }

    [Test]
    public void A_closure_alert_and_its_absence_are_told_apart()
    {
        const string inside = "client 1 (tls)";
        Should(InsideProxyTls().Fin(inside, Party.Proxy, Party.Client),
            "The proxy has nothing more to send here (closure alert: nothing is missing)",
            "RFC 9112 §9.6, §9.8, RFC 8446 §6.1");
        var open = InsideProxyTls().ToClient("HTTP/1.1 200 OK\r\n\r\n", inside);
        Should(open.Fin(inside, Party.Client, Party.Proxy),
            "closes its side of the tunnel (closure alert: nothing is missing)",
            "RFC 9110 §9.3.6, RFC 8446 §6.1, RFC 9112 §9.8");
        open.Last.Label.Should().Be("closure alert");
        open.Last.HasClosureAlert.Should().BeTrue();

        open.Fin("client 1", Party.Proxy, Party.Client).Last.HasClosureAlert.Should().BeNull();
        Should(open.Fin(inside, Party.Proxy, Party.Client),
            "The proxy ends with FIN, without a closure alert: this may be a truncation",
            "RFC 8446 §6.1, RFC 9112 §9.8");
        open.Last.HasClosureAlert.Should().BeFalse();
    }

    [Test]
    public void The_proxy_itself_records_only_what_is_inside_TLS()
    {
        var exchange = new Exchange().ClientOpens().FromClient(ConnectHead, "client 1 (tls)");
        Should(exchange, "a tunnel to x.test:443", "RFC 9110 §9.3.6, RFC 9112 §3.2.3");
        exchange.Last.IsTlsWithProxy.Should().BeTrue();
    }

    private static Exchange InsideProxyTls() =>
        new Exchange().ClientOpens().FromClient(Hello).FromClient(ConnectHead, "client 1 (tls)");
}
