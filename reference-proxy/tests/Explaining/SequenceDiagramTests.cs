using System.Xml.Linq;
using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Tests.Explaining;

internal sealed class SequenceDiagramTests
{
    [Test]
    public void A_typical_exchange_is_small_and_says_what_it_shows()
    {
        var events = Exchange.Tunnel()
            .FromClient("\x16\x03\x01\0\x05\x01hello")
            .ToOrigin("\x16\x03\x01\0\x05\x01hello")
            .FromOrigin("\x16\x03\x03\0\x05\x02hello")
            .ToClient("\x16\x03\x03\0\x05\x02hello")
            .End(ExchangeKind.Finished, Party.Client, Party.Proxy)
            .End(ExchangeKind.Reset, Party.Origin, Party.Proxy).Annotated;

        var svg = SequenceDiagram.Svg(events, "a tunnel");

        events.Should().HaveCount(10);
        svg.Length.Should().BeLessThan(3000);
        var root = XElement.Parse(svg);
        root.Attribute("role")!.Value.Should().Be("img");
        root.Elements().Take(2).Select(element => (element.Name.LocalName, element.Value)).Should().Equal(
            ("title", "a tunnel"), ("desc", "Client, proxy and origin: 10 events in 9.0 ms. A tunnel begins at 3.0 ms."));
        root.Elements().Count(element => element.Name.LocalName == "rect").Should().Be(1);
        root.Value.Should().Contain("CONNECT x.test:443 HTTP/1.1").And.Contain("HTTP/1.1 200 OK").And.Contain("TLS ClientHello")
            .And.Contain("FIN").And.Contain("RST");
    }

    [Test]
    public void Hostile_bytes_are_text_and_nothing_else()
    {
        var svg = SequenceDiagram.Svg(
            new Exchange()
                .FromClient("GET http://x/'\"<script>alert(1)</script>& HTTP/1.1\r\nHost: x\r\n\r\n")
                .ToClient("HTTP/1.1 200 <b>\x80\x9f&amp;\r\n\r\n")
                .Note("]]> \u0000 \u202e \ud800 \uffff <script>" + new string('\ud83d', 1) + "\ude00").Annotated,
            "\u0001<title>\"");

        var root = XElement.Parse(svg);
        root.Descendants().Select(element => element.Name.LocalName).Distinct()
            .Should().BeEquivalentTo("title", "desc", "path", "g", "text");
        svg.Should().NotContain("<script").And.NotContain("<b>").And.Contain("\\u202E").And.Contain("\\u0000")
            .And.Contain("\\uD800");
        svg.Should().NotContainAny("\u0080", "\u202e", "\uffff");
    }

    [Test]
    public void A_long_exchange_is_cut_and_said_to_be()
    {
        var exchange = Exchange.Tunnel();
        for (var i = 0; i < 996; i++)
            exchange.FromClient("x");

        var svg = SequenceDiagram.Svg(exchange.Annotated, "long", maxEvents: 20);

        XElement.Parse(svg).Value.Should().Contain("… 981 more events").And.Contain("999.0");
        svg.Length.Should().BeLessThan(5000);
    }

    [Test]
    public void Of_nothing_there_is_no_drawing() => SequenceDiagram.Svg([], "nothing").Should().BeEmpty();

    [Test]
    public void Several_connections_are_named_and_look_different()
    {
        var svg = SequenceDiagram.Svg(new Exchange().ClientOpens().ClientOpens("client 2").FromClient("x", "client 2").Annotated,
            "two");

        XElement.Parse(svg).Value.Should().Contain("client 2: opens");
        svg.Should().Contain("ck-1").And.Contain("ck-2");
    }
}
