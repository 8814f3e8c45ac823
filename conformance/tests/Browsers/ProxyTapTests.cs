using ConformanceKit.Browsers;
using ConformanceKit.Grading;
using ConformanceKit.Tests.Origins;
using ConformanceKit.Tests.Wire.Http2;
using ConformanceKit.Wire;
using ConformanceKit.Wire.Http2;
using FluentAssertions;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;

namespace ConformanceKit.Tests.Browsers;

internal sealed class ProxyTapTests : OriginTest
{
    [Test]
    public async Task The_tap_relays_both_ways_and_records_what_passed()
    {
        var proxy = await Origins.EchoAsync();
        var recorded = new Transcript();
        await using var tap = new ProxyTap(new(proxy.Address, proxy.Port), recorded);
        await using var browser = await WireConnection.DialAsync(tap.EndPoint, Transcript, Waits, Cancel);

        await browser.SendAsync("CONNECT o:1 HTTP/1.1\r\n\r\n", Cancel);
        (await browser.ReadExactlyAsync(24, cancel: Cancel)).Should().Equal("CONNECT o:1 HTTP/1.1\r\n\r\n");
        browser.ShutdownSend();
        (await browser.ReadToEndAsync(cancel: Cancel)).Should().BeFin();

        recorded.Events.Select(e => e.Kind).Should().BeEquivalentTo(
            [WireEvent.Opened, WireEvent.Sent, WireEvent.Received, WireEvent.FinSent, WireEvent.FinReceived]);
        recorded.Events.Should().OnlyContain(e => e.Connection == "client 1");
    }

    [Test]
    public async Task A_proxy_that_refuses_ends_the_browsers_connection()
    {
        var refused = await Origins.RefusedAsync();
        await using var tap = new ProxyTap(new(refused.Address, refused.Port), new());
        await using var browser = await WireConnection.DialAsync(tap.EndPoint, Transcript, Waits, Cancel);

        (await browser.ReadToEndAsync(cancel: Cancel)).Length.Should().Be(0);
    }

    [Test]
    public async Task The_tap_records_the_frames_inside_TLS()
    {
        await using var proxy = await KestrelServer.StartAsync(context => context.Response.WriteAsync("page"));
        var recorded = new Transcript();
        await using var tap = new ProxyTap(proxy.H2, recorded, opensHttp2: true);
        var wire = await WireConnection.DialAsync(tap.EndPoint, Transcript, Waits, Cancel);
        var tls = await wire.TlsAsync(new TlsOffer("", "h2", "http/1.1"), closesBelow: true);
        await using var browser = await Http2Client.OpenAsync(tls.Inside);
        var stream = browser.NewStream();

        await stream.SendHeadersAsync(
            [new(":method", "GET"), new(":scheme", "https"), new(":path", "/page"), new(":authority", "h")], endStream: true);
        (await stream.ResponseAsync()).Status.Should().Be(200);
        (await stream.ReadToEndAsync()).Bytes.Should().Equal("page"u8.ToArray());

        tls.Alpn.Should().Be("h2");
        var exchange = tap.Streams.Should().ContainSingle().Subject;
        (exchange.Connection, exchange.Id, exchange.Status).Should().Be(("client 1", 1, "200"));
        exchange.ToString().Should().Be("GET h/page");
        recorded.Events.Should().Contain(e => e.Note.StartsWith("SETTINGS", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_proxy_without_HTTP_2_ends_the_browsers_connection()
    {
        var proxy = await Origins.TlsEchoAsync("http/1.1");
        var recorded = new Transcript();
        await using var tap = new ProxyTap(new(proxy.Address, proxy.Port), recorded, opensHttp2: true);
        await using var browser = await WireConnection.DialAsync(tap.EndPoint, Transcript, Waits, Cancel);

        (await browser.ReadToEndAsync(cancel: Cancel)).Length.Should().Be(0);
        recorded.Events.Should().Contain(e => e.Kind == WireEvent.Note);
    }
}
