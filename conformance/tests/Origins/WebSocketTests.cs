using System.Text;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Origins;

internal sealed class WebSocketTests : OriginTest
{
    [Test]
    public void The_accept_value_is_that_of_the_RFCs_example() =>
        WebSocketHandshake.Accept("dGhlIHNhbXBsZSBub25jZQ==").Should().Be("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");

    [Test]
    public async Task Messages_of_all_lengths_are_echoed_and_the_end_is_a_closing_handshake()
    {
        var origin = await Origins.WebSocketAsync();
        var client = await DialAsync(origin);
        using var socket = await WebSocketClient.OpenAsync(client, origin.Authority);

        foreach (var length in new[] { 0, 1, 125, 126, 65_535, 65_536, 200_000 })
        {
            var text = new string('z', length);
            await socket.SendTextAsync(text, Cancel);
            (await socket.ReceiveTextAsync(Cancel)).Should().Be(text);
        }

        await socket.CloseAsync(Cancel);
        socket.IsClosed.Should().BeTrue();
        (await client.ReadToEndAsync()).Should().BeFin();
        await origin.FinishedAsync(Cancel);
    }

    [Test]
    public async Task A_pushed_frame_comes_in_one_write_with_the_101()
    {
        var origin = await Origins.WebSocketAsync(pushFirst: "pushed");
        var client = await DialAsync(origin);
        using var socket = await WebSocketClient.OpenAsync(client, origin.Authority);

        (await socket.ReceiveTextAsync(Cancel)).Should().Be("pushed");
        var sent = Transcript.Events.Where(e => e is { Connection: "origin 1", Kind: WireEvent.Sent }).ToArray();
        Encoding.Latin1.GetString(sent.Single().Bytes.Span).Should().EndWith("\r\n\r\n\x81\x06pushed");
    }

    [Test]
    public async Task Frames_pass_inside_TLS()
    {
        var origin = await Origins.WebSocketTlsAsync(pushFirst: "pushed");
        var client = await DialAsync(origin);
        await using var tls = await client.TlsAsync(origin.Host);
        using var socket = await WebSocketClient.OpenAsync(tls.Inside, origin.Authority);

        (await socket.ReceiveTextAsync(Cancel)).Should().Be("pushed");
        await socket.SendTextAsync("echo", Cancel);
        (await socket.ReceiveTextAsync(Cancel)).Should().Be("echo");
    }

    [Test]
    public async Task TLS_that_breaks_around_frames_is_no_fault_of_the_origin()
    {
        var origin = await Origins.WebSocketTlsAsync();
        var client = await DialAsync(origin);
        var tls = await client.TlsAsync(origin.Host);
        using var socket = await WebSocketClient.OpenAsync(tls.Inside, origin.Authority);

        // A well-formed record whose content is not encrypted.
        await client.SendAsync("\x17\x03\x03\0\x20" + new string('x', 32), Cancel);
        await client.ReadToEndAsync();

        await origin.FinishedAsync(Cancel);
    }

    [Test]
    public async Task A_client_that_goes_without_a_close_frame_is_no_fault()
    {
        var origin = await Origins.WebSocketAsync();
        var client = await DialAsync(origin);
        using (await WebSocketClient.OpenAsync(client, origin.Authority))
            client.ShutdownSend();

        await client.ReadToEndAsync();
        await origin.FinishedAsync(Cancel);
    }

    [Test]
    public async Task Another_request_gets_a_426_and_an_answer_without_101_has_its_reason()
    {
        var origin = await Origins.WebSocketAsync();
        var client = await DialAsync(origin);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n", Cancel);
        (await client.ReadResponseAsync("GET")).Should().HaveStatus(426);

        // Upgrade alone, as forwarded by a proxy that removes Connection, is not a handshake.
        await client.SendAsync(
            "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nSec-WebSocket-Key: "
            + "dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n", Cancel);
        (await client.ReadResponseAsync("GET")).Should().HaveStatus(426);

        var http = await DialAsync(await Origins.HttpAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        var opening = () => WebSocketClient.OpenAsync(http, "o:1");
        (await opening.Should().ThrowAsync<RequirementBrokenException>()).Which.ReasonId.Should().Be(ReasonIds.WebSocketBroken);
    }
}
