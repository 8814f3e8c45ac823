using System.Net;
using System.Security.Cryptography;
using ConformanceKit.Evidence;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.ReferenceProxy.Recording;
using ConformanceKit.Wire;
using ConformanceKit.Wire.Http2;
using FluentAssertions;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;

namespace ConformanceKit.Tests.Wire.Http2;

/// <summary>The kit's client of HTTP/2 against a server that somebody else wrote.</summary>
[TestFixture, Parallelizable(ParallelScope.All)]
[CancelAfter(60_000)]
internal sealed class KestrelTests
{
    private static readonly byte[] s_ping = "ping"u8.ToArray();

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_tunnel_carries_bytes_and_both_ends_of_it(bool tls, CancellationToken cancel)
    {
        await using var proxy = await KestrelProxy.StartAsync();
        var transcript = new Transcript();
        await using var origins = Origins(transcript, cancel);
        await using var origin = await origins.ListenAsync();
        await using var client = await OpenAsync(proxy, tls, transcript, cancel: cancel);

        var stream = await client.ConnectAsync(origin.Authority);
        var response = await stream.ResponseAsync();
        (response.Status, response.EndsStream).Should().Be((200, false));
        var server = await origin.NextConnectionAsync(cancel);
        await stream.SendAsync(s_ping);
        (await server.ReadExactlyAsync(4, cancel: cancel)).Should().Equal(s_ping);
        await stream.FinishAsync();
        (await server.ReadToEndAsync(cancel: cancel)).Kind.Should().Be(EndKind.Fin);
        await server.SendAsync("pong", cancel);
        server.ShutdownSend();

        var end = await stream.ReadToEndAsync();
        (end.Kind, end.Length).Should().Be((StreamEndKind.EndStream, 4));
        end.Bytes.Should().Equal("pong"u8.ToArray());
        transcript.Events.Where(happened => happened.Connection == client.Name).Select(happened => happened.Note)
            .Should().Contain($"HEADERS, stream 1, END_HEADERS: :method: CONNECT; :authority: {origin.Authority}")
            .And.Contain("DATA, stream 1: 4 bytes").And.Contain("DATA, stream 1, END_STREAM: 0 bytes");
    }

    [Test]
    public async Task A_reset_at_the_origin_is_a_reset_of_the_stream_and_the_other_way_round(CancellationToken cancel)
    {
        await using var proxy = await KestrelProxy.StartAsync();
        await using var origins = Origins(new(), cancel);
        await using var origin = await origins.ListenAsync();
        await using var client = await OpenAsync(proxy, tls: false, new(), cancel: cancel);

        var first = await client.ConnectAsync(origin.Authority);
        await first.ResponseAsync();
        (await origin.NextConnectionAsync(cancel)).Reset();
        var end = await first.ReadToEndAsync();
        (end.Kind, end.Code, end.CostsSiblings).Should().Be((StreamEndKind.Reset, ErrorCodes.ConnectError, false));

        var second = await client.ConnectAsync(origin.Authority);
        await second.ResponseAsync();
        var server = await origin.NextConnectionAsync(cancel);
        await second.ResetAsync(ErrorCodes.InternalError);
        (await server.ReadToEndAsync(cancel: cancel)).Kind.Should().Be(EndKind.Reset);

        var third = await client.ConnectAsync(origin.Authority);
        await third.ResponseAsync();
        server = await origin.NextConnectionAsync(cancel);
        await client.ResetAsync();
        (await server.ReadToEndAsync(cancel: cancel)).Kind.Should().Be(EndKind.Reset);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_stream_carries_TLS_to_the_origin(bool tls, CancellationToken cancel)
    {
        await using var proxy = await KestrelProxy.StartAsync();
        var transcript = new Transcript();
        await using var origins = Origins(transcript, cancel);
        await using var origin = await origins.TlsEchoAsync();
        await using var client = await OpenAsync(proxy, tls, transcript, cancel: cancel);
        var stream = await client.ConnectAsync(origin.Authority);
        await stream.ResponseAsync();

        await using var inside = await stream.AsConnection().TlsAsync("127.0.0.1");
        inside.Should().PresentCertificateOf(origin);
        await inside.Inside.SendAsync(s_ping, cancel);
        (await inside.Inside.ReadExactlyAsync(4, cancel: cancel)).Should().Equal(s_ping);
        inside.Inside.ShutdownSend();
        (await inside.Inside.ReadToEndAsync(cancel: cancel)).Kind.Should().Be(EndKind.Fin);
        inside.IsEndedByAlert.Should().BeTrue();

        Exchanges.Annotated(transcript.Events)
            .Where(step => step.Event.Connection == $"{client.Name} stream 1 (tls)" && step.Event.Kind == ExchangeKind.Bytes)
            .Should().NotBeEmpty().And.OnlyContain(step => step.Tls == TlsPart.Inside);
    }

    [Test]
    public async Task Windows_by_hand_are_kept(CancellationToken cancel)
    {
        await using var server = await KestrelServer.StartAsync(context => context.Response.WriteAsync(new string('x', 100)));
        var options = new Http2Options { CreditsWindows = false, Settings = [new(Setting.InitialWindowSize, 0)] };
        await using var client = await OpenAsync(server, tls: false, new(), options, cancel);

        var stream = client.NewStream();
        await stream.SendHeadersAsync(Get("/"), endStream: true);
        (await stream.ResponseAsync()).Status.Should().Be(200);
        (await stream.ExpectSilenceAsync()).Should().BeNull("the window is 0");
        await client.SendAsync(Frame.WindowUpdate(stream.Id, 3));
        (await stream.ReadExactlyAsync(3)).Should().Equal("xxx"u8.ToArray());
        (await stream.ExpectSilenceAsync()).Should().BeNull("the window is used up");
        await client.SendAsync(Frame.WindowUpdate(stream.Id, 300));

        (await stream.ReadToEndAsync()).Length.Should().Be(97);
        client.Overruns.Should().BeEmpty();
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Many_bytes_go_both_ways_within_the_windows(bool tls, CancellationToken cancel)
    {
        await using var server = await KestrelServer.StartAsync(async context =>
            await context.Request.Body.CopyToAsync(context.Response.Body));
        var data = RandomNumberGenerator.GetBytes(1 << 20);
        var limits = new Limits { Bytes = 2 * data.Length }; // no origin of the kit's own has sent it
        await using var client = await OpenAsync(server, tls, new(limits), cancel: cancel);

        var stream = client.NewStream();
        await stream.SendHeadersAsync([new(":method", "POST"), .. Get("/", tls ? "https" : "http").Skip(1)]);
        var sending = stream.SendAsync(data, endStream: true);
        (await stream.ResponseAsync()).Status.Should().Be(200);
        var end = await stream.HashToEndAsync();
        await sending;

        (end.Kind, end.Length).Should().Be((StreamEndKind.EndStream, data.Length));
        end.Sha256.Should().Be(Convert.ToHexStringLower(SHA256.HashData(data)));
        client.Overruns.Should().BeEmpty();
    }

    [Test]
    public async Task Every_form_of_a_field_is_understood(CancellationToken cancel)
    {
        await using var server = await KestrelServer.StartAsync(
            context => context.Response.WriteAsync(string.Join(',', context.Request.Headers["x-word"].ToArray())));
        await using var client = await OpenAsync(server, tls: false, new(), cancel: cancel);
        var printable = string.Concat(Enumerable.Range(0x21, 0x5e).Select(character => (char)character));

        byte[] head = [.. Hpack.Indexed(2), .. Hpack.Indexed(6), .. Hpack.Indexed(4), .. Hpack.Literal(1, "h", huffman: true)];
        (await EchoAsync([.. head, .. Hpack.Literal("x-word", printable, HpackLiteral.WithIndexing, huffman: true)]))
            .Should().Be(printable);
        (await EchoAsync([.. head, .. Hpack.Indexed(Hpack.Newest)])).Should().Be(printable, "it is in the table now");
        (await EchoAsync([.. head, .. Hpack.Literal(Hpack.Newest, "never", HpackLiteral.NeverIndexed)])).Should().Be("never");
        (await EchoAsync([.. Hpack.SizeUpdate(0), .. head, .. Hpack.Literal("x-word", "a"), .. Hpack.Literal("x-word", "b")]))
            .Should().Be("a,b");

        async Task<string> EchoAsync(byte[] block)
        {
            var stream = client.NewStream();
            await client.SendAsync(
                Frame.Headers(stream.Id, block.AsMemory(0, 1), endStream: true, endHeaders: false, padding: 5),
                Frame.Continuation(stream.Id, block.AsMemory(1, 2), endHeaders: false),
                Frame.Continuation(stream.Id, block.AsMemory(3)));
            (await stream.ResponseAsync()).Status.Should().Be(200);
            return System.Text.Encoding.Latin1.GetString((await stream.ReadToEndAsync()).Bytes);
        }
    }

    [Test]
    public async Task Settings_and_pings_are_acknowledged_and_an_error_ends_the_connection(CancellationToken cancel)
    {
        await using var server = await KestrelServer.StartAsync(
            context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted));
        await using var client = await OpenAsync(server, tls: false, new(), cancel: cancel);

        await client.SettingsAsync();
        await client.SettingsAckAsync();
        await client.PingAsync();
        var stream = client.NewStream();
        await stream.SendHeadersAsync(Get("/"), endStream: true);
        await client.SendAsync(Frame.WindowUpdate(0, 0));

        var waiting = async () => await stream.ResponseAsync();
        (await waiting.Should().ThrowAsync<RequirementBrokenException>()).Which.ReasonId.Should().Be("connection-error");
        (await client.ErrorAsync()).Should().BeAnError(ErrorCodes.ProtocolError);
        (await client.EndAsync()).Should().BeAnError();
        client.PeerSetting(Setting.MaxConcurrentStreams).Should().Be(100);
        client.PeerSetting(Setting.EnablePush).Should().BeNull();
    }

    private static IEnumerable<Http2Field> Get(string path, string scheme = "http") =>
        [new(":method", "GET"), new(":scheme", scheme), new(":path", path), new(":authority", "h")];

    private static OriginFactory Origins(Transcript transcript, CancellationToken cancel) =>
        new(new OriginPlace(IPAddress.Loopback, "127.0.0.1", null), transcript, new Waits(), cancel);

    private static async Task<Http2Client> OpenAsync(
        KestrelServer server, bool tls, Transcript transcript, Http2Options? options = null, CancellationToken cancel = default)
    {
        var wire = await WireConnection.DialAsync(tls ? server.H2 : server.H2c, transcript, new Waits(), cancel);
        if (!tls)
            return await Http2Client.OpenAsync(wire, options);
        var session = await wire.TlsAsync(new TlsOffer("", "h2", "http/1.1"), closesBelow: true);
        session.Alpn.Should().Be("h2");
        return await Http2Client.OpenAsync(session.Inside, options);
    }
}
