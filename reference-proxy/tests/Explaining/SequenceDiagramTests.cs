using System.Xml.Linq;
using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Tests.Explaining;

internal sealed class SequenceDiagramTests
{
    private const string ClientHello = "\x16\x03\x01\0\x06\x01hello";
    private const string ServerHello = "\x16\x03\x03\0\x06\x02hello";

    [Test]
    public void A_typical_exchange_is_small_and_says_what_it_shows()
    {
        var events = Exchange.Tunnel()
            .FromClient(ClientHello).ToOrigin(ClientHello).FromOrigin(ServerHello).ToClient(ServerHello)
            .End(ExchangeKind.Finished, Party.Client, Party.Proxy)
            .End(ExchangeKind.Reset, Party.Origin, Party.Proxy).Annotated;

        var drawing = SequenceDiagram.Html(events, "a tunnel");

        events.Should().HaveCount(10);
        drawing.Length.Should().BeLessThan(2000);
        var root = XElement.Parse(drawing);
        root.Attribute("role")!.Value.Should().Be("img");
        root.Attribute("aria-label")!.Value.Should()
            .Be("a tunnel. Client, proxy and origin: 10 events in 9.0 ms. A tunnel begins at 3.0 ms.");
        Rows(drawing).Should().Equal(
            "0.0 c r open: opens",
            "1.0 c r: CONNECT x.test:443 HTTP/1.1",
            "2.0 o r open: opens",
            "3.0 c l: HTTP/1.1 200 OK",
            "u x 4.0 c r: 11 bytes: TLS ClientHello",
            "u x 5.0 o r: 11 bytes: TLS ClientHello",
            "u x 6.0 o l: 11 bytes: TLS ServerHello",
            "u x 7.0 c l: 11 bytes: TLS ServerHello",
            "u 8.0 c r fin: FIN",
            "u 9.0 o l rst: RST");
    }

    [Test]
    public void What_is_inside_TLS_goes_from_end_to_end_once()
    {
        var drawing = Draw(Handshake()
            .FromClient("GET / HTTP/1.1\r\n\r\n", "client 1 (tls)").FromClient("\x17\x03\x03\0\x01x")
            .ToOrigin("\x17\x03\x03\0\x01x")
            .ToOrigin("GET / ", "origin 1 (tls)").ToOrigin("HTTP/1.1\r\n\r\n", "origin 1 (tls)")
            .FromOrigin("pong", "origin 1 (tls)").Fin("origin 1 (tls)", Party.Origin, Party.Proxy));

        drawing.Skip(8).Should().Equal(
            "u x 8.0 w s r: inside TLS: 18 bytes: HTTP request",
            "u x 9.0 c r: 6 bytes: TLS encrypted",
            "u x 10.0 o r: 6 bytes: TLS encrypted",
            "u x 13.0 w s l: inside TLS: 4 bytes (not seen at the client)",
            "u x 14.0 w s l fin: inside TLS: closure alert (not seen at the client)");
    }

    [Test]
    public void If_only_one_end_was_watched_what_it_reads_came_from_the_other() =>
        Draw(Handshake().ToOrigin("ping", "origin 1 (tls)").FromOrigin("pong", "origin 1 (tls)")).Skip(8).Should().Equal(
            "u x 8.0 w s r: inside TLS: 4 bytes", "u x 9.0 w s l: inside TLS: 4 bytes");

    [Test]
    public void TLS_that_a_proxy_intercepts_ends_there() =>
        Draw(Exchange.Tunnel().FromClient(ClientHello).ToClient(ServerHello).FromClient("ping", "client 1 (tls)")
            .Fin("client 1 (tls)", Party.Client, Party.Proxy)).Skip(4).Should().Equal(
                "u k 4.0 c r: 11 bytes: TLS ClientHello",
                "u k 5.0 c l: 11 bytes: TLS ServerHello",
                "u k 6.0 c r: client 1 (tls): 4 bytes",
                "u k 7.0 c r fin: client 1 (tls): closure alert");

    [Test]
    public void TLS_with_the_proxy_is_drawn_around_the_tunnel_and_the_TLS_in_it() =>
        Draw(new Exchange().ClientOpens().FromClient(ClientHello).FromClient(Exchange.ConnectHead, "client 1 (tls)").ProxyDials()
            .ToClient("HTTP/1.1 200 OK\r\n\r\n", "client 1 (tls)").FromClient(ClientHello, "client 1 (tls)")
            .FromClient("ping", "client 1 (tls) (tls)").Fin("client 1", Party.Client, Party.Proxy)).Should().Equal(
                "0.0 c r open: opens",
                "p 1.0 c r: 11 bytes: TLS ClientHello",
                "p 2.0 c r: client 1 (tls): CONNECT x.test:443 HTTP/1.1",
                "p 3.0 o r open: opens",
                "p 4.0 c l: client 1 (tls): HTTP/1.1 200 OK",
                "p u x 5.0 c r: client 1 (tls): 11 bytes: TLS ClientHello",
                "p u x 6.0 w s r: inside TLS: 4 bytes",
                "p 7.0 c r fin: FIN");

    [Test]
    public void A_SOCKS5_tunnel_is_drawn_like_any_other() =>
        Draw(new Exchange().ClientOpens().FromClient("\x05\x01\0").ToClient("\x05\0")
            .FromClient("\x05\x01\0\x03\x06x.test\x01\xbb").ProxyDials().ToClient("\x05\0\0\x01\x7f\0\0\x01\x8a\0")
            .FromClient("ping").ToOrigin("ping")).Should().Equal(
                "0.0 c r open: opens",
                "1.0 c r: SOCKS5 offer: no authentication (00)",
                "2.0 c l: chooses no authentication (00)",
                "3.0 c r: SOCKS5 CONNECT x.test:443",
                "4.0 o r open: opens",
                "5.0 c l: SOCKS5 reply 00: succeeded",
                "u 6.0 c r: 4 bytes",
                "u 7.0 o r: 4 bytes");

    [Test]
    public void A_dial_that_failed_is_drawn_as_the_proxy_reports_it() =>
        Draw(new Exchange().ClientOpens().FromClient("CONNECT x.test:443 HTTP/1.1\r\nHost: x.test:443\r\n\r\n")
            .ToClient("HTTP/1.1 502 No\r\nProxy-Status: p; error=connection_refused\r\nContent-Length: 0\r\n\r\n"))
            .Skip(2).Should().Equal("o r rst open: dial fails: connection_refused", "2.0 c l: HTTP/1.1 502 No");

    [Test]
    public void A_remark_stands_beside_the_party_that_makes_it()
    {
        List<ExchangeEvent> events =
        [
            new(TimeSpan.Zero, "client 1", Party.Client, Party.Client, ExchangeKind.Note, default, 0, "hello"),
            new(TimeSpan.Zero, "origin", Party.Origin, Party.Origin, ExchangeKind.Note, default, 0, "port 1 listens"),
        ];

        Rows(SequenceDiagram.Html(Annotator.Annotate(events), "remarks")).Should().Equal(
            "0.0 c note: client 1: hello", "0.0 o note: origin: port 1 listens");
    }

    [Test]
    public void Hostile_bytes_are_text_and_nothing_else()
    {
        var drawing = SequenceDiagram.Html(
            new Exchange()
                .FromClient("GET http://x/'\"<script>alert(1)</script>& HTTP/1.1\r\nHost: x\r\n\r\n")
                .ToClient("HTTP/1.1 200 <b>\x80\x9f&amp;\r\n\r\n")
                .Note("]]> \u0000 \u202e \ud800 \uffff <script>" + new string('\ud83d', 1) + "\ude00").Annotated,
            "\u0001<title>\"");

        var root = XElement.Parse(drawing);
        root.Descendants().Select(element => element.Name.LocalName).Distinct()
            .Should().BeEquivalentTo("div", "b", "i");
        drawing.Should().NotContain("<script").And.NotContain("<b>").And.Contain("\\u202E").And.Contain("\\u0000")
            .And.Contain("\\uD800");
        drawing.Should().NotContainAny("\u0080", "\u202e", "\uffff");
    }

    [Test]
    public void A_long_exchange_is_cut_and_said_to_be()
    {
        var exchange = Exchange.Tunnel();
        for (var i = 0; i < 996; i++)
            exchange.FromClient("x");

        var drawing = SequenceDiagram.Html(exchange.Annotated, "long", maxRows: 20);

        XElement.Parse(drawing).Value.Should().Contain("… 981 more events").And.Contain("999.0");
        drawing.Length.Should().BeLessThan(5000);
    }

    [Test]
    public void What_is_marked_has_a_sign_and_is_never_left_out()
    {
        var exchange = new Exchange();
        for (var i = 0; i < 100; i++)
            exchange.FromClient("x");
        var events = exchange.Annotated.ToList();
        events[50] = events[50] with { Marked = [] };

        var rows = Rows(SequenceDiagram.Html(events, "marked", maxRows: 20));

        rows.Should().HaveCount(14 + 3 + 5).And.Contain("50.0 c r here: ✗ part of a head");
        rows.Where(row => row.Contains("more events")).Should().Equal(
            "w note: … 36 more events", "w note: … 44 more events");
    }

    [Test]
    public void Of_nothing_there_is_no_drawing() => SequenceDiagram.Html([], "nothing").Should().BeEmpty();

    [Test]
    public void Several_connections_are_named_and_look_different()
    {
        var rows = Draw(new Exchange().ClientOpens().ClientOpens("client 2").FromClient("x", "client 2"));

        rows.Should().Equal("0.0 c r open: client 1: opens", "1.0 c r open n2: client 2: opens",
            "2.0 c r n2: client 2: part of a head");
    }

    private static Exchange Handshake() =>
        Exchange.Tunnel().FromClient(ClientHello).ToOrigin(ClientHello).FromOrigin(ServerHello).ToClient(ServerHello);

    private static IReadOnlyList<string> Draw(Exchange exchange) => Rows(SequenceDiagram.Html(exchange.Annotated, "drawing"));

    // Each row as "what it lies in, time, classes: label".
    private static IReadOnlyList<string> Rows(string drawing) =>
    [
        .. XElement.Parse(drawing).Elements().Skip(1).Select(row => string.Join(' ', new[]
        {
            row.Attribute("class")?.Value, row.Element("i")?.Value, row.Element("b")!.Attribute("class")!.Value,
        }.OfType<string>()) + $": {row.Element("b")!.Value}"),
    ];
}
