using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Tests.Explaining;

internal sealed class ForeignBytesTests
{
    private const string ClientHello = "\x16\x03\x01\0\x06\x01hello";
    private const string ServerHello = "\x16\x03\x03\0\x06\x02hello";
    private const string OtherServerHello = "\x16\x03\x03\0\x06\x02other";

    [Test]
    public void What_an_intercepting_proxy_says_itself_the_other_end_did_not_send()
    {
        var annotated = Exchange.Tunnel().FromClient(ClientHello).ToClient(OtherServerHello).ToOrigin(ClientHello[..^1] + "!")
            .FromOrigin(ServerHello).Annotated;

        annotated[5].Text.Should().Be("The client receives 11 bytes that the origin did not send: TLS ServerHello");
        annotated[5].Clause.Should().Be("RFC 9110 §9.3.6, RFC 8446 §4.1.3");
        annotated[6].Text.Should().Be("The origin receives 11 bytes that the client did not send: TLS ClientHello");
        annotated[6].Clause.Should().Be("RFC 9110 §9.3.6, RFC 8446 §4.1.2");
    }

    [Test]
    public void What_a_tunnel_carries_may_come_in_other_pieces() =>
        NothingForeign(Exchange.Tunnel()
            .FromClient(ClientHello).FromClient("more").ToOrigin(ClientHello + "mo").ToOrigin("re")
            .FromOrigin(ServerHello).ToClient(ServerHello[..4]).ToClient(ServerHello[4..]));

    [Test]
    public void What_arrived_may_be_recorded_before_it_was_sent() =>
        NothingForeign(
            Exchange.Tunnel().ToOrigin(ClientHello).FromClient(ClientHello).ToClient(ServerHello).FromOrigin(ServerHello));

    [Test]
    public void What_stood_behind_the_heads_went_into_the_tunnel_too() =>
        NothingForeign(new Exchange().ClientOpens().FromClient("CONNECT x:1 HTTP/1.1\r\nHost: x:1\r\n\r\nearly").ProxyDials()
            .FromOrigin("greeting").ToClient("HTTP/1.1 200 OK\r\n\r\ngreeting").ToOrigin("early"));

    [Test]
    public void Of_several_tunnels_it_does_not_matter_which_connections_belong_together() =>
        NothingForeign(
            Exchange.Tunnel().ClientOpens("client 2").FromClient("CONNECT y:1 HTTP/1.1\r\nHost: y:1\r\n\r\n", "client 2")
                .ProxyDials("origin 2").ToClient("HTTP/1.1 200 OK\r\n\r\n", "client 2")
                .FromOrigin("one").FromOrigin("two", "origin 2").ToClient("two").ToClient("one", "client 2"));

    [Test]
    public void Where_not_everything_was_kept_nothing_is_claimed()
    {
        NothingForeign(Exchange.Tunnel().Lossy(Party.Origin, Party.Proxy, "kept", 9000).ToClient("what was not kept"));
        NothingForeign(Exchange.Tunnel().FromOrigin("some").Lossy(Party.Proxy, Party.Client, "other", 9000));
    }

    [Test]
    public void An_end_that_is_watched_and_silent_did_not_send_it() =>
        Exchange.Tunnel().ToClient(ServerHello).Annotated[^1].Text
            .Should().Be("The client receives 11 bytes that the origin did not send: TLS ServerHello");

    [Test]
    public void Of_an_end_that_is_not_watched_nothing_is_claimed() =>
        NothingForeign(new Exchange().ClientOpens().FromClient("CONNECT x:1 HTTP/1.1\r\nHost: x:1\r\n\r\n")
            .ToClient("HTTP/1.1 200 OK\r\n\r\n").ToClient(ServerHello));

    [Test]
    public void While_an_exchange_goes_on_nothing_is_claimed()
    {
        var annotator = new Annotator();
        var events = Exchange.Tunnel().FromOrigin(ServerHello).ToClient(OtherServerHello).Annotated
            .Select(happened => happened.Event);

        events.Select(annotator.Annotate).ToList()[^1].Text
            .Should().Be("The tunnel delivers 11 bytes to the client: TLS ServerHello");
    }

    private static void NothingForeign(Exchange exchange)
    {
        var arrived = exchange.Annotated.Where(
            happened => happened.Event.From == Party.Proxy && happened.Event.Kind == ExchangeKind.Bytes).ToList();

        arrived.Should().Contain(happened => happened.Text.Contains("The tunnel delivers "))
            .And.NotContain(happened => happened.Text.Contains("did not send"));
    }
}
