using ConformanceKit.ReferenceProxy.Recording;
using static ConformanceKit.ReferenceProxy.Tests.Explaining.Exchange;

namespace ConformanceKit.ReferenceProxy.Tests.Explaining;

/// <summary>What is said about SOCKS5: every message, however it arrives, and the tunnel that it opens.</summary>
internal sealed class SocksAnnotationTests
{
    private const string Offer = "\x05\x01\0";
    private const string Choice = "\x05\0";
    private const string Request = "\x05\x01\0\x03\x06x.test\x01\xbb";
    private const string Succeeded = "\x05\0\0\x01\x7f\0\0\x01\x8a\0";

    [TestCase("\x05\x02\0\x02", "offers 2 methods of authentication: no authentication (00), user name and password (02)")]
    [TestCase("\x05\x01\x01", "offers one method of authentication: GSSAPI (01)")]
    [TestCase("\x05\x01\x85", "offers one method of authentication: a private method (85)")]
    [TestCase("\x05\0", "offers 0 methods of authentication")]
    [TestCase("\x05\x03\0", "Part of a SOCKS5 message")]
    public void What_a_client_offers(string bytes, string text) => Should(Client().FromClient(bytes), text, "RFC 1928 §3");

    [TestCase(Choice, "The proxy chooses no authentication (00)")]
    [TestCase("\x05\x02", "The proxy chooses user name and password (02)")]
    [TestCase("\x05\xff", "The proxy accepts none of the methods (FF): the client has to close the connection")]
    public void What_the_proxy_chooses(string bytes, string text) =>
        Should(Client().FromClient(Offer).ToClient(bytes), text, "RFC 1928 §3");

    [Test]
    public void A_user_name_is_told_and_a_password_is_not()
    {
        var exchange = Client().FromClient("\x05\x01\x02").ToClient("\x05\x02").FromClient("\x01\x04user\x06secret");
        Should(exchange, "its user name, \"user\", and its password, 6 bytes: in cleartext", "RFC 1929 §2");
        exchange.Last.Text.Should().NotContain("secret");
        exchange.Last.Label.Should().Be("user name and password");
        Should(exchange.ToClient("\x01\0"), "accepts the user name and the password (00)", "RFC 1929 §2");
        Should(Client().FromClient("\x05\x01\x02").ToClient("\x05\x02").FromClient("\x01\0\0").ToClient("\x01\x01"),
            "rejects the user name or the password (01), and has to close the connection", "RFC 1929 §2");
    }

    [TestCase(Request, "requests CONNECT (01) to x.test:443: the target is a domain name (03), which the proxy resolves")]
    [TestCase("\x05\x01\0\x01\x7f\0\0\x01\0\x50", "requests CONNECT (01) to 127.0.0.1:80: the target is an IPv4 address (01)")]
    [TestCase("\x05\x01\0\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\x50", "to [::1]:80: the target is an IPv6 address (04)")]
    [TestCase("\x05\x02\0\x01\x7f\0\0\x01\0\x50", "requests BIND (02) to 127.0.0.1:80")]
    [TestCase("\x05\x03\0\x01\x7f\0\0\x01\0\x50", "requests UDP ASSOCIATE (03) to 127.0.0.1:80")]
    [TestCase("\x05\x07\0\x03\x03\x01\n<\0\x50", @"requests an unknown command (07) to \x01\n<:80")]
    public void What_a_client_requests(string bytes, string text) =>
        Should(Negotiated().FromClient(bytes), text, "RFC 1928 §4, §5");

    [TestCase("\x05\x01\0\x02\x7f\0\0\x01\0\x50", "10 bytes that are not a SOCKS5 message")]
    [TestCase("\x04\x01\0", "3 bytes that are not a SOCKS5 message")]
    public void What_is_not_a_request(string bytes, string text) => Should(Negotiated().FromClient(bytes), text, "RFC 1928 §4");

    [TestCase(1, "general failure", "")]
    [TestCase(2, "not allowed by ruleset", "")]
    [TestCase(4, "host unreachable", "host unreachable")]
    [TestCase(5, "connection refused", "connection refused")]
    [TestCase(7, "command not supported", "")]
    [TestCase(9, "a code that is not assigned", "")]
    public void How_failure_is_told(int code, string text, string dial)
    {
        var exchange = Negotiated().FromClient(Request).ToClient($"\x05{(char)code}\0\x01\0\0\0\0\0\0");

        Should(exchange, $"The proxy replies 0{code}, {text}: there is no tunnel, this byte is all that the client learns",
            "RFC 1928 §6");
        exchange.Last.FailedDial.Should().Be(dial);
        exchange.Last.BeginsTunnel.Should().BeFalse();
        exchange.FromClient(ConnectHead, "client 2");
        Should(exchange.ProxyDials(), "the target of CONNECT", "RFC 9110 §9.3.6");
    }

    [Test]
    public void A_tunnel_from_its_reply_to_its_end()
    {
        var exchange = Negotiated().FromClient(Request).ProxyDials();
        Should(exchange, "to the target of the SOCKS5 request", "RFC 1928 §6");
        Should(exchange.ToClient(Succeeded), "The proxy replies 00, succeeded, bound to 127.0.0.1:35328: the tunnel is open, "
            + "and begins right after this reply. It took 3 + 13 bytes from the client and 2 + 10 bytes from the proxy",
            "RFC 1928 §6");
        exchange.Last.BeginsTunnel.Should().BeTrue();
        exchange.Last.Tunnel.Should().Be("client 1");
        Should(exchange.FromClient("GET / HTTP/1.1\r\n\r\n"), "sends 18 bytes into the tunnel: an HTTP request for the origin",
            "RFC 1928 §6, RFC 9112 §3");
        Should(exchange.ToOrigin("GET / HTTP/1.1\r\n\r\n"), "delivers 18 bytes to the origin", "RFC 1928 §6, RFC 9112 §3");
        exchange.Last.Tunnel.Should().Be("client 1");
        Should(exchange.End(ExchangeKind.Finished, Party.Client, Party.Proxy),
            "SOCKS5 does not say what becomes of the other", "RFC 9293 §3.6");
        Should(exchange.End(ExchangeKind.Finished, Party.Proxy, Party.Origin), "ends this side of the tunnel too (FIN)",
            "RFC 9293 §3.6");
        Should(exchange.End(ExchangeKind.Reset, Party.Origin, Party.Proxy), "aborts its side of the tunnel (RST)",
            "RFC 9293 §3.5.3");
    }

    [Test]
    public void Bytes_for_the_tunnel_may_come_with_the_request_and_with_the_reply()
    {
        var exchange = Negotiated().FromClient(Request + "ping");
        Should(exchange, "4 bytes for the tunnel, sent before the reply that would open it", "RFC 1928 §4, §5, §6");
        Should(exchange.FromClient("more"), "4 bytes for the tunnel, sent before the reply", "RFC 1928 §6");
        Should(exchange.ToClient(Succeeded + "hi"), "The tunnel delivers 2 bytes to the client", "RFC 1928 §6");
    }

    [Test]
    public void Every_message_may_come_in_pieces_and_all_may_come_at_once()
    {
        const string up = "\x05\x01\x02" + "\x01\x04user\x06secret" + Request;
        const string down = "\x05\x02" + "\x01\0" + Succeeded;
        string[] said = ["offers one method", "its user name, \"user\"", "requests CONNECT (01) to x.test:443"];
        string[] answered = ["chooses user name", "accepts the user name", "replies 00, succeeded"];

        for (var at = 1; at < up.Length; at++)
            Texts(Client().FromClient(up[..at]).FromClient(up[at..])).Should().ContainAll(said);
        for (var at = 1; at < down.Length; at++)
            Texts(Client().FromClient(up).ToClient(down[..at]).ToClient(down[at..])).Should().ContainAll(answered);
        var bytewise = up.Aggregate(Client(), (exchange, one) => exchange.FromClient(char.ToString(one)));
        Texts(down.Aggregate(bytewise, (exchange, one) => exchange.ToClient(char.ToString(one))))
            .Should().ContainAll([.. said, .. answered]).And.NotContain("not a SOCKS5 message");
    }

    [Test]
    public void What_follows_another_method_is_its_own_negotiation()
    {
        var exchange = Client().FromClient("\x05\x01\x01").ToClient("\x05\x01").FromClient("\x01\x01\0\x01x");
        Should(exchange, "5 bytes of the negotiation of that method", "RFC 1928 §3");
        Should(exchange.ToClient("\x01\x01\0\x01y"), "5 bytes of the negotiation of that method", "RFC 1928 §3");
    }

    [Test]
    public void What_was_not_kept_is_no_message() =>
        Should(Client().Lossy(Party.Client, Party.Proxy, Offer + "\x05\x01", 100), "97 bytes that are not a SOCKS5 message",
            "RFC 1928 §3, §4");

    [Test]
    public void A_proxy_that_does_not_speak_it_answers_with_a_response()
    {
        var exchange = Client().FromClient(Offer + Request).ToClient("HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n");
        Should(exchange, "The proxy answers 400 itself", "RFC 9110 §15.5.1");
        Should(exchange.FromClient(ConnectHead, "client 2").ProxyDials(), "the target of CONNECT", "RFC 9110 §9.3.6");
    }

    [Test]
    public void Only_a_client_s_first_byte_tells_it()
    {
        Should(Exchange.Tunnel().FromClient(Offer), "The client sends 3 bytes into the tunnel", "RFC 9110 §9.3.6");
        Should(new Exchange().ProxyDials().ToOrigin(Offer), "The tunnel delivers 3 bytes", "RFC 9110 §9.3.6");
    }

    private static Exchange Client() => new Exchange().ClientOpens();

    private static Exchange Negotiated() => Client().FromClient(Offer).ToClient(Choice);

    private static string Texts(Exchange exchange) => string.Join('\n', exchange.Annotated.Select(one => one.Text));
}
