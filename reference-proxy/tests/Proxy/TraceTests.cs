using System.Collections.Concurrent;
using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.ReferenceProxy.Recording;

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

    private void StartTraced() => StartProxy(options => options with { Trace = _ => _events.Enqueue });
}
