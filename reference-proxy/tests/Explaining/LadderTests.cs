using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Tests.Explaining;

internal sealed class LadderTests
{
    [Test]
    public void It_shows_who_said_what_to_whom_and_what_it_means()
    {
        var lines = Ladder.Lines(
            new Exchange().ClientOpens().FromClient("CONNECT x:1 HTTP/1.1\r\nHost: x:1\r\n\r\n").ProxyDials()
                .ToClient("HTTP/1.1 200 OK\r\n\r\n").End(ExchangeKind.Reset, Party.Origin, Party.Proxy)
                .Note("that was it").Annotated, 5);

        lines.Should().Equal(
            "       ms  client                       proxy                        origin",
            "      0.0  |- client 1 opens ---------->|                            |",
            "           The client opens a TCP connection to the proxy. [RFC 9293 §3.5]",
            "      1.0  |- client 1: 35 bytes ------>|                            |",
            "           The client requests a tunnel to x:1: host and port, nothing else",
            "           (authority-form). [RFC 9110 §9.3.6, RFC 9112 §3.2.3]",
            @"             CONNECT x:1 HTTP/1.1\r\n",
            @"             Host: x:1\r\n",
            @"             \r\n",
            "      2.0  |                            |- origin 1 opens ---------->|",
            "           The origin accepts the proxy's connection to the target of CONNECT.",
            "           [RFC 9110 §9.3.6]",
            "      3.0  |<- client 1: 19 bytes ------|                            |",
            "           The proxy answers 200 itself: the tunnel is open, and begins right",
            "           after the empty line. [RFC 9110 §9.3.6]",
            @"             HTTP/1.1 200 OK\r\n",
            @"             \r\n",
            "      4.0  |                            |<- origin 1: RST -----------|",
            "           The origin aborts its side of the tunnel (RST): both connections must",
            "           be closed. [RFC 9110 §9.3.6, RFC 9293 §3.5.3]",
            "      5.0  · client 1: that was it");
    }

    [Test]
    public void What_is_inside_TLS_goes_through_the_proxy()
    {
        const string hello = "\x16\x03\x01\0\x01\x01";
        var exchange = Exchange.Tunnel().FromClient(hello).ToOrigin(hello).FromClient("ping", "client 1 (tls)")
            .ToOrigin("ping", "origin 1 (tls)");

        Ladder.Lines(exchange.Annotated, 5).Where(line => line.Contains("(tls)", StringComparison.Ordinal)).Should().Equal(
            "      6.0  |= client 1 (tls): 4 bytes ==============================>|",
            "      7.0  |= origin 1 (tls): 4 bytes ==============================>|");
        Ladder.Draw(exchange.Annotated, 5, width: 60).Select(line => line.Text)
            .Where(line => line.Contains("(tls)", StringComparison.Ordinal)).Should().Equal(
                "      6.0  client 1 (tls) → origin: 4 bytes",
                "      7.0  client → origin 1 (tls): 4 bytes");
        Ladder.Lines(Exchange.Tunnel().FromClient(hello).ToClient(hello + "!").FromClient("ping", "client 1 (tls)").Annotated, 5)
            .Should().Contain("      6.0  |- client 1 (tls): 4 bytes ->|                            |")
            .And.Contain("           Inside TLS that ends at the proxy: 4 bytes. [RFC 8446 §5.2]");
    }

    [Test]
    public void An_end_inside_TLS_is_an_alert_and_a_long_name_leaves_room_for_the_bytes()
    {
        const string hello = "\x16\x03\x01\0\x01\x01";
        const string inside = "client 1 (tls)";
        var exchange = new Exchange().ClientOpens().FromClient(hello).FromClient(Exchange.ConnectHead, inside)
            .ToClient("HTTP/1.1 200 OK\r\n\r\n", inside).FromClient(hello, inside).ToClient("pong", inside + " (tls)")
            .Fin(inside, Party.Proxy, Party.Client).Fin("client 1", Party.Client, Party.Proxy)
            .Fin(inside, Party.Client, Party.Proxy);

        Ladder.Lines(exchange.Annotated, 5).Where(line => line.Contains('|', StringComparison.Ordinal)).Skip(5).Should().Equal(
            "      5.0  |<= client 1 (tls) (tls): 4 bytes ========================|",
            "      6.0  |<- client 1 (tls): alert ---|                            |",
            "      7.0  |- client 1: FIN ----------->|                            |",
            "      8.0  |- client 1 (tls): no alert >|                            |");
        Ladder.Lines(new Exchange().ClientOpens().FromClient(hello).FromClient(new string('x', 10_000), inside).Annotated, 5)
            .Should().Contain("      2.0  |- 1 (tls): 10000 bytes ---->|                            |");
    }

    [Test]
    public void No_line_is_wider_than_80_columns()
    {
        var lines = Ladder.Lines(
            Exchange.Tunnel()
                .FromClient(new string('x', 300), "a connection with a very long name, longer than its arrow")
                .FromClient($"CONNECT {new string('y', 300)}:1 HTTP/1.0\r\nProxy-Authorization: Basic x\r\n\r\n", "client 2")
                .FromClient(new string('\0', 300))
                .Note(new string('z', 300)).Annotated, 60).ToList();

        lines.Should().OnlyContain(line => line.Length <= 80).And.HaveCountGreaterThan(30);
    }

    [Test]
    public void Long_bursts_are_cut_and_said_to_be()
    {
        var text = string.Concat(Enumerable.Repeat("0123456789\n", 20));

        Cut(new Exchange().FromClient(text)).Should().Be("... 18 more lines");
        Cut(new Exchange().FromClient(new string('\xff', 1000))).Should().StartWith("... ").And.EndWith(" more lines");
        Cut(new Exchange().Lossy(Party.Client, Party.Proxy, "GET", 1_000_003)).Should().Be("... 1000000 bytes not kept");
    }

    [Test]
    public void What_is_marked_has_a_sign_in_the_margin_and_under_its_bytes()
    {
        var steps = new Exchange().FromClient("\0a\r\nbc\r\n").End(ExchangeKind.Finished, Party.Client, Party.Proxy).Annotated;

        var lines = Ladder.Draw([steps[0] with { Marked = [0..1, 5..8] }, steps[1] with { Marked = [] }], 5).ToList();

        lines.Where(line => line.IsMarked).Select(line => line.Text).Should().Equal(
            "✗     0.0  |- client 1: 8 bytes ------->|                            |",
            @"             \x00a\r\n",
            "             ^^^^",
            @"             bc\r\n",
            "              ^^^^^",
            "✗     1.0  |- client 1: FIN ----------->|                            |");
    }

    [Test]
    public void What_is_marked_is_shown_however_far_down_it_is()
    {
        var text = string.Concat(Enumerable.Range(10, 20).Select(number => $"{number}\n"));
        var step = new Exchange().FromClient(text).Annotated[0] with { Marked = [30..32] };

        Ladder.Draw([step], 4).Select(line => line.Text.Trim()).Skip(4).Should().Equal(
            @"10\n", @"11\n", "... 8 more lines", @"20\n", "^^", @"21\n", "... 8 more lines");
    }

    [Test]
    public void On_a_narrow_terminal_each_arrow_is_one_line_of_text()
    {
        var steps = Exchange.Tunnel().FromClient(new string('x', 100)).Annotated;

        var lines = Ladder.Draw(steps, 9, width: 50).Select(line => line.Text).ToList();

        lines.Should().OnlyContain(line => line.Length <= 50).And.NotContain(line => line.Contains('|') || line.EndsWith(' '));
        lines.Take(3).Should().Equal(
            "       ms  who to whom",
            "      0.0  client 1 → proxy: opens",
            "           The client opens a TCP connection to");
        lines.Should().Contain(line => line.EndsWith("  proxy → origin 1: opens", StringComparison.Ordinal));
    }

    private static string Cut(Exchange exchange) => Ladder.Lines(exchange.Annotated, 2).Last().Trim();
}
