using ConformanceKit.ReferenceProxy.Http2;

namespace ConformanceKit.ReferenceProxy.Tests.Http2;

/// <summary>The rules of frames, on the wire (RFC 9113 §4 to §6).</summary>
internal sealed class FrameTests : Http2Test
{
    [Test]
    public async Task The_proxy_begins_with_SETTINGS_before_it_has_read_anything_but_the_preface()
    {
        var client = await DialHttp2Async();
        var first = await client.ReadAnyAsync();
        first.Type.Should().Be(FrameType.Settings);
        first.Flags.Should().Be(FrameFlags.None);

        // 100 streams, windows of 64 KiB, a field list of 64 KiB; no extended CONNECT.
        first.Payload.Should().Equal(0, 3, 0, 0, 0, 100, 0, 4, 0, 1, 0, 0, 0, 6, 0, 1, 0, 0);
        var second = await client.ReadAnyAsync();
        second.Should().BeEquivalentTo(new { Type = FrameType.WindowUpdate, Stream = 0 });
        second.Payload.Should().Equal(Http2Peer.Number((100 * 65536) - 65535));
        (await client.ReadAnyAsync()).Should().BeEquivalentTo(new { Type = FrameType.Settings, Flags = FrameFlags.Ack });
    }

    [Test]
    public async Task A_request_may_be_split_anywhere()
    {
        byte[] request =
        [
            .. Bytes.Of(Http2Peer.Preface), .. Http2Peer.Frame(FrameType.Settings, FrameFlags.None, 0),
            .. Http2Peer.Frame(FrameType.Ping, FrameFlags.None, 0, 1, 2, 3, 4, 5, 6, 7, 8),
            .. Http2Peer.Frame(
                FrameType.Headers, FrameFlags.EndHeaders, 1,
                Http2Peer.Block(":method: CONNECT", $":authority: {Origin.Authority}")),
            .. Http2Peer.Frame(FrameType.Data, FrameFlags.Padded | FrameFlags.EndStream, 1, [2, (byte)'x', 0, 0]),
        ];
        for (var at = 1; at < request.Length; at++)
        {
            using var client = await DialAsync();
            await client.SendAsync(request[..at]);
            await client.SendAsync(request[at..]);
            using var origin = await Origin.AcceptAsync();
            (await origin.ReadToFinAsync()).Should().Be("x", $"split at {at}");
        }
    }

    [Test]
    public async Task A_field_block_may_be_split_anywhere()
    {
        var client = await DialHttp2Async();
        var block = Http2Peer.Block(":method: CONNECT", $":authority: {Origin.Authority}");
        for (var at = 0; at <= block.Length; at++)
        {
            var stream = (2 * at) + 1;
            await client.SendAsync(FrameType.Headers, FrameFlags.None, stream, block[..(at / 2)]);
            await client.SendAsync(FrameType.Continuation, FrameFlags.None, stream, block[(at / 2)..at]);
            await client.SendAsync(FrameType.Continuation, FrameFlags.EndHeaders, stream, block[at..]);
            (await client.ReadHeadAsync(stream)).Should().Be(":status: 200");
            using var origin = await Origin.AcceptAsync();
            await client.ResetAsync(stream, ErrorCode.Cancel);
            await origin.Awaiting(peer => peer.ReadToFinAsync()).Should().ThrowAsync<SocketException>();
        }
    }

    // Each of them is a connection error: GOAWAY with its code, and the end.
    [TestCase("000000090000000001", ErrorCode.ProtocolError, TestName = "CONTINUATION without HEADERS")]
    [TestCase("000001000000000000 00", ErrorCode.ProtocolError, TestName = "DATA on stream 0")]
    [TestCase("000001010400000000 00", ErrorCode.ProtocolError, TestName = "HEADERS on stream 0")]
    [TestCase("000001000000000001 00", ErrorCode.ProtocolError, TestName = "DATA on a stream that is idle")]
    [TestCase("000001000000000002 00", ErrorCode.ProtocolError, TestName = "DATA on a stream of the server")]
    [TestCase("000001010500000002 82", ErrorCode.ProtocolError, TestName = "HEADERS on a stream of the server")]
    [TestCase("000004030000000001 00000008", ErrorCode.ProtocolError, TestName = "RST_STREAM on a stream that is idle")]
    [TestCase("000003030000000001 000000", ErrorCode.FrameSizeError, TestName = "RST_STREAM of three bytes")]
    [TestCase("000004080000000001 00000001", ErrorCode.ProtocolError, TestName = "WINDOW_UPDATE on a stream that is idle")]
    [TestCase("000004080000000000 00000000", ErrorCode.ProtocolError, TestName = "WINDOW_UPDATE of 0")]
    [TestCase("000004080000000000 7fffffff", ErrorCode.FlowControlError, TestName = "WINDOW_UPDATE beyond the limit")]
    [TestCase("000003080000000000 000001", ErrorCode.FrameSizeError, TestName = "WINDOW_UPDATE of three bytes")]
    [TestCase("000004020000000001 00000000", ErrorCode.FrameSizeError, TestName = "PRIORITY of four bytes")]
    [TestCase("000005040000000000 0000000000", ErrorCode.FrameSizeError, TestName = "SETTINGS of five bytes")]
    [TestCase("000006040100000000 000300000001", ErrorCode.FrameSizeError, TestName = "an ACK of SETTINGS with a setting")]
    [TestCase("000000040000000001", ErrorCode.ProtocolError, TestName = "SETTINGS on a stream")]
    [TestCase("000006040000000000 000200000002", ErrorCode.ProtocolError, TestName = "SETTINGS_ENABLE_PUSH of 2")]
    [TestCase("000006040000000000 000480000000", ErrorCode.FlowControlError, TestName = "SETTINGS_INITIAL_WINDOW_SIZE of 2^31")]
    [TestCase("000006040000000000 000500003fff", ErrorCode.ProtocolError, TestName = "SETTINGS_MAX_FRAME_SIZE of 16383")]
    [TestCase("000007060000000000 00000000000000", ErrorCode.FrameSizeError, TestName = "PING of seven bytes")]
    [TestCase("000008060000000001 0000000000000000", ErrorCode.ProtocolError, TestName = "PING on a stream")]
    [TestCase("000008070000000001 0000000000000000", ErrorCode.ProtocolError, TestName = "GOAWAY on a stream")]
    [TestCase("000004050400000001 00000002", ErrorCode.ProtocolError, TestName = "PUSH_PROMISE")]
    [TestCase("004001000000000001", ErrorCode.FrameSizeError, TestName = "a frame of 16385 bytes")]
    [TestCase("000001010400000001 80", ErrorCode.CompressionError, TestName = "a field block that is garbage")]
    [TestCase("000002010c00000001 0282", ErrorCode.ProtocolError, TestName = "padding longer than HEADERS")]
    [TestCase("000004012400000001 00000000", ErrorCode.FrameSizeError, TestName = "a priority of four bytes")]
    [TestCase("000001010000000001 82 000008060000000000 0000000000000000", ErrorCode.ProtocolError,
        TestName = "PING inside a field block")]
    [TestCase("000001010000000001 82 000001090400000003 86", ErrorCode.ProtocolError,
        TestName = "CONTINUATION of another stream")]
    public async Task It_is_a_connection_error(string frames, object code)
    {
        var client = await DialHttp2Async();
        await client.SendAsync(Convert.FromHexString(frames.Replace(" ", "")));
        (await client.ReadToGoAwayAsync()).Should().Be((ErrorCode)code);
    }

    [Test]
    public async Task The_first_frame_must_be_SETTINGS()
    {
        using var socket = await DialAsync();
        var client = new Http2Peer(new NetworkStream(socket.Socket));
        await client.SendAsync(Bytes.Of(Http2Peer.Preface));
        await client.SendAsync(FrameType.Ping, FrameFlags.None, 0, new byte[8]);
        (await client.ReadToGoAwayAsync()).Should().Be(ErrorCode.ProtocolError);
    }

    [Test]
    public async Task PING_is_answered_with_the_same_bytes()
    {
        var client = await DialHttp2Async();
        await client.SendAsync(FrameType.Ping, FrameFlags.Ack, 0, new byte[8]);
        await client.SendAsync(FrameType.Ping, FrameFlags.None, 0, 1, 2, 3, 4, 5, 6, 7, 8);
        var answer = await client.ReadAsync();
        answer.Flags.Should().Be(FrameFlags.Ack);
        answer.Payload.Should().Equal(1, 2, 3, 4, 5, 6, 7, 8);
    }

    [Test]
    public async Task A_lower_stream_cannot_be_opened_later()
    {
        var client = await DialHttp2Async();
        await TunnelAsync(client, 5);
        await client.ConnectAsync(3, Origin.Authority);
        (await client.ReadToGoAwayAsync()).Should().Be(ErrorCode.ProtocolError);
    }

    [TestCase("PRI * HTTP/2.0\r\n\r\nSN")]
    [TestCase("PRX")]
    [TestCase("P\r\n\r\n")]
    public async Task What_is_not_the_preface_is_a_request_of_HTTP_1(string begun)
    {
        using var client = await DialAsync();
        await client.SendAsync(begun + "\r\n\r\n");
        (await client.ReadHeadAsync()).Should().MatchRegex("^HTTP/1.1 (400|505) ");
    }

    [Test]
    public async Task HTTP_2_can_be_switched_off()
    {
        StartProxy(options => options with { Http2 = false });
        (await RefusedAsync(Http2Peer.Preface)).Should().StartWith("HTTP/1.1 505 ");
    }
}
