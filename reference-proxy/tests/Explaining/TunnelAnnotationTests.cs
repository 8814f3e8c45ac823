using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.ReferenceProxy.Recording;
using static ConformanceKit.ReferenceProxy.Tests.Explaining.Exchange;

namespace ConformanceKit.ReferenceProxy.Tests.Explaining;

/// <summary>What is said about a tunnel: where it begins, what goes through it, and how it ends.</summary>
internal sealed class TunnelAnnotationTests
{
    [TestCase("\x16\x03\x01\0\x06\x01hello", "sends 11 bytes into the tunnel: TLS ClientHello",
        "RFC 9110 §9.3.6, RFC 8446 §4.1.2")]
    [TestCase("\x16\x03\x03\0\x06\x02hello\x14\x03\x03\0\x01\x01\x17\x03\x03\0\x01x",
        "TLS ServerHello, ChangeCipherSpec, encrypted", "RFC 9110 §9.3.6, RFC 8446 §4.1.3, §5, §5.2")]
    [TestCase("\x15\x03\x03\0\x02xx", "TLS alert", "RFC 9110 §9.3.6, RFC 8446 §6")]
    [TestCase("SSH-2.0-x\r\n", "version line of SSH", "RFC 9110 §9.3.6, RFC 4253 §4.2")]
    [TestCase("220 x ESMTP\r\n", "greeting of an SMTP server", "RFC 9110 §9.3.6, RFC 5321 §3.1")]
    [TestCase("220 FTP ready\r\n", "greeting of an FTP server", "RFC 9110 §9.3.6, RFC 959 §5.4")]
    [TestCase("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "preface of HTTP/2", "RFC 9110 §9.3.6, RFC 9113 §3.4")]
    [TestCase("GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n", "the client's half of the WebSocket",
        "RFC 9110 §9.3.6, RFC 6455 §4.1")]
    [TestCase("HTTP/1.1 101 S\r\nUpgrade: websocket\r\n\r\n", "the server's half of the WebSocket",
        "RFC 9110 §9.3.6, RFC 6455 §4.2.2")]
    [TestCase("GET / HTTP/1.1\r\n\r\n", "an HTTP request for the origin", "RFC 9110 §9.3.6, RFC 9112 §3")]
    [TestCase("x", "sends 1 byte into the tunnel", "RFC 9110 §9.3.6")]
    public void What_goes_through_a_tunnel(string bytes, string text, string clause)
    {
        Should(Exchange.Tunnel().ProxyDials().FromClient("x").FromOrigin(bytes), text, clause);
        var count = ReplyWords.Count(bytes.Length);
        Exchange.Tunnel().FromClient("x").FromOrigin(bytes).ToClient(bytes).Last.Text
            .Should().StartWith($"The tunnel delivers {count} to the client");
        Exchange.Tunnel().FromClient(bytes).ToOrigin(bytes).Last.Text
            .Should().StartWith($"The tunnel delivers {count} to the origin");
        Exchange.Tunnel().FromClient(bytes).Last.Text.Should().StartWith($"The client sends {count} into the tunnel");
        Exchange.Tunnel().FromOrigin(bytes).Last.Text
            .Should().StartWith($"The origin speaks first: it sends {count} into the tunnel");
    }

    [Test]
    public void A_label_counts_what_it_names()
    {
        Exchange.Tunnel().FromClient("\x14\x03\x03\0\x01\x01\x17\x03\x03\0\x45" + new string('x', 69)).Last.Label.Should()
            .Be("80 bytes: TLS ChangeCipherSpec, encrypted");
        new Exchange().FromClient("GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n")
            .ToClient("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n").Last.Label.Should()
            .Be("HTTP/1.1 200 OK + 12 bytes of chunked body");
    }

    [Test]
    public void Bytes_before_the_2xx_are_early()
    {
        var exchange = new Exchange().ClientOpens().FromClient(ConnectHead + "early");
        Should(exchange, "5 bytes for the tunnel, sent before the 2xx that would open it",
            "RFC 9110 §9.3.6, RFC 9112 §3.2.3, RFC 9931 §8");
        Should(exchange.FromClient("more"), "4 bytes for the tunnel, sent before the 2xx", "RFC 9931 §8, RFC 9110 §9.3.6");
        Should(exchange.ToClient("HTTP/1.1 200 OK\r\n\r\nhi"), "The tunnel delivers 2 bytes to the client", "RFC 9110 §9.3.6");
        Should(exchange.FromClient("x"), "The client sends 1 byte into the tunnel", "RFC 9110 §9.3.6");
    }

    [Test]
    public void A_tunnel_begins_at_its_2xx_and_holds_both_sides()
    {
        var events = Exchange.Tunnel().ToOrigin("x").FromClient("y")
            .End(ExchangeKind.Finished, Party.Origin, Party.Proxy).Annotated;

        events.Select(happened => happened.BeginsTunnel).Should().Equal(false, false, false, true, false, false, false);
        events.Select(happened => happened.Tunnel).Should().Equal("", "", "client 1", "client 1", "client 1", "client 1",
            "client 1");
    }

    [TestCase(ExchangeKind.Finished, Party.Client, "bytes in flight must still be delivered", "RFC 9110 §9.3.6, RFC 9293 §3.6")]
    [TestCase(ExchangeKind.Finished, Party.Proxy, "ends this side of the tunnel too", "RFC 9110 §9.3.6, RFC 9293 §3.6")]
    [TestCase(ExchangeKind.Reset, Party.Client, "aborts its side of the tunnel", "RFC 9110 §9.3.6, RFC 9293 §3.5.3")]
    public void How_a_tunnel_ends(object kind, object from, string text, string clause) =>
        Should(Exchange.Tunnel().End((ExchangeKind)kind, (Party)from, (Party)from == Party.Client ? Party.Proxy : Party.Client),
            text, clause);
}
