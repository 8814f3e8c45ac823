using ConformanceKit.Browsers;
using ConformanceKit.Grading;
using ConformanceKit.Tests.Origins;
using ConformanceKit.Wire;
using FluentAssertions;
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
}
