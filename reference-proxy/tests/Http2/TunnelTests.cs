using ConformanceKit.ReferenceProxy.Http2;

namespace ConformanceKit.ReferenceProxy.Tests.Http2;

/// <summary>CONNECT on a stream: how each end of either side is told to the other (RFC 9113 §8.5).</summary>
internal sealed class TunnelTests : Http2Test
{
    [Test]
    public async Task Bytes_go_both_ways()
    {
        var client = await DialHttp2Async();
        var origin = await TunnelAsync(client, 1);
        await client.DataAsync(1, "up");
        (await origin.ReadAsync(2)).Should().Be("up");
        await origin.SendAsync("down");
        (await client.ReadAsync()).Text.Should().Be("down");
    }

    [Test]
    public async Task What_is_sent_before_the_answer_arrives_once()
    {
        var client = await DialHttp2Async();
        await client.ConnectAsync(1, Origin.Authority);
        await client.DataAsync(1, "early");
        await client.DataAsync(1, " late", ends: true);
        using var origin = await Origin.AcceptAsync();
        (await origin.ReadToFinAsync()).Should().Be("early late");
    }

    [Test]
    public async Task END_STREAM_becomes_FIN_and_the_reply_still_comes()
    {
        var client = await DialHttp2Async();
        var origin = await TunnelAsync(client, 1);
        await client.DataAsync(1, "last", ends: true);
        (await origin.ReadToFinAsync()).Should().Be("last");
        await origin.SendAsync("reply");
        origin.Fin();
        (await client.ReadToEndAsync(1)).Should().Be("reply");
    }

    [Test]
    public async Task FIN_becomes_END_STREAM_at_once_and_the_client_may_go_on()
    {
        var client = await DialHttp2Async();
        var origin = await TunnelAsync(client, 1);
        await origin.SendAsync("last");
        origin.Fin();
        (await client.ReadToEndAsync(1)).Should().Be("last");
        await client.DataAsync(1, "still");
        (await origin.ReadAsync(5)).Should().Be("still");
        await client.DataAsync(1, "", ends: true);
        (await origin.ReadToFinAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task An_end_needs_no_window()
    {
        // SETTINGS_INITIAL_WINDOW_SIZE = 0.
        var client = await DialHttp2Async(grants: false, 0, 4, 0, 0, 0, 0);
        var origin = await TunnelAsync(client, 1);
        origin.Fin();
        (await client.ReadToEndAsync(1)).Should().BeEmpty();
    }

    [Test]
    public async Task RST_becomes_CONNECT_ERROR()
    {
        var client = await DialHttp2Async();
        var origin = await TunnelAsync(client, 1);
        origin.Rst();
        (await client.ReadResetAsync(1)).Should().Be(ErrorCode.ConnectError);

        // Others are not affected.
        var other = await TunnelAsync(client, 3);
        await other.SendAsync("x");
        (await client.ReadAsync()).Text.Should().Be("x");
    }

    [Test]
    public async Task An_origin_that_has_closed_takes_nothing_more()
    {
        var client = await DialHttp2Async();
        var origin = await TunnelAsync(client, 1);
        await origin.SendAsync("all");
        origin.Dispose();
        (await client.ReadToEndAsync(1)).Should().Be("all");

        // The first bytes make the origin's system send RST, and the next ones find out.
        ReceivedFrame next;
        do
        {
            await client.DataAsync(1, "too late");
            await client.SendAsync(FrameType.Ping, FrameFlags.None, 0, new byte[8]);
            next = await client.ReadAsync();
        }
        while (next.Type == FrameType.Ping);
        next.Should().BeEquivalentTo(new { Type = FrameType.ResetStream, Code = ErrorCode.ConnectError });
    }

    [TestCase(ErrorCode.Cancel)]
    [TestCase(ErrorCode.InternalError)]
    public async Task RST_STREAM_becomes_RST(object code)
    {
        var client = await DialHttp2Async();
        var origin = await TunnelAsync(client, 1);
        var other = await TunnelAsync(client, 3);
        await client.ResetAsync(1, (ErrorCode)code);
        await MustBeReset(origin);
        await client.DataAsync(3, "still");
        (await other.ReadAsync(5)).Should().Be("still");
    }

    [Test]
    public async Task A_connection_error_becomes_RST_in_every_tunnel()
    {
        var client = await DialHttp2Async();
        var first = await TunnelAsync(client, 1);
        var second = await TunnelAsync(client, 3);
        await client.GrantAsync(0, 0);
        await MustBeReset(first);
        await MustBeReset(second);
        (await client.ReadToGoAwayAsync()).Should().Be(ErrorCode.ProtocolError);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_lost_connection_becomes_RST_in_every_tunnel(bool inOrder)
    {
        var client = await DialHttp2Async();
        var first = await TunnelAsync(client, 1);
        var second = await TunnelAsync(client, 3);
        if (inOrder)
            client.Fin();
        else
            client.Rst();
        await MustBeReset(first);
        await MustBeReset(second);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task HEADERS_in_a_tunnel_are_a_stream_error(bool ends)
    {
        var client = await DialHttp2Async();
        var origin = await TunnelAsync(client, 1);
        var other = await TunnelAsync(client, 3);
        await client.HeadersAsync(1, ends, "x: y");
        (await client.ReadResetAsync(1)).Should().Be(ErrorCode.ProtocolError);
        await MustBeReset(origin);
        await other.SendAsync("x");
        (await client.ReadAsync()).Text.Should().Be("x");
    }

    [Test]
    public async Task DATA_after_END_STREAM_is_a_stream_error()
    {
        var client = await DialHttp2Async();
        var origin = await TunnelAsync(client, 1);
        await client.DataAsync(1, "last", ends: true);
        (await origin.ReadToFinAsync()).Should().Be("last");
        await client.DataAsync(1, "more");
        (await client.ReadResetAsync(1)).Should().Be(ErrorCode.StreamClosed);

        // After FIN, the system reports a RST only to whoever sends.
        await origin.Awaiting(peer => Wait.UntilAsync(async () =>
        {
            await peer.SendAsync("x");
            return false;
        })).Should().ThrowAsync<SocketException>();
    }

    [Test]
    public async Task Empty_DATA_padding_PRIORITY_and_unknown_frames_are_no_harm()
    {
        var client = await DialHttp2Async();
        var origin = await TunnelAsync(client, 1);
        await client.DataAsync(1, "");
        await client.SendAsync(FrameType.Data, FrameFlags.Padded, 1, [0, (byte)'a']);
        await client.SendAsync(FrameType.Data, FrameFlags.Padded, 1, [3, (byte)'b', 0, 0, 0]);
        await client.SendAsync(FrameType.Data, FrameFlags.Padded, 1, [255, .. new byte[255]]);
        await client.SendAsync(FrameType.Priority, FrameFlags.None, 1, 0, 0, 0, 0, 1);
        await client.SendAsync((FrameType)0xfa, (FrameFlags)0xff, 1, 1, 2, 3);
        await client.SendAsync((FrameType)0xfa, (FrameFlags)0xff, 0);
        await client.DataAsync(1, "c", ends: true);
        (await origin.ReadToFinAsync()).Should().Be("abc");
    }

    [Test]
    public async Task A_slow_client_gets_everything_before_the_end()
    {
        IsBulk = true;
        var client = await DialHttp2Async();
        var origin = await TunnelAsync(client, 1);
        var text = new string('x', 4 << 20);
        var sent = origin.SendAsync(text).ContinueWith(_ => origin.Fin(), TaskScheduler.Default);
        (await client.ReadToEndAsync(1)).Length.Should().Be(text.Length);
        await sent;
    }

    [Test]
    public async Task A_client_that_only_half_closes_keeps_its_connection_after_an_error()
    {
        var client = await DialHttp2Async();
        using var closed = new Origin();
        var authority = closed.Authority;
        closed.Dispose();
        await client.ConnectAsync(1, authority);
        await client.DataAsync(1, "lost");
        (await client.ReadHeadAsync(1, ends: false)).Should().StartWith(":status: 502\n").And.NotContain("connection: ")
            .And.Contain("proxy-status: reference-proxy; error=connection_refused");
        (await client.ReadToEndAsync(1)).Should().EndWith("\r\n");
        (await client.ReadResetAsync(1)).Should().Be(ErrorCode.NoError);
        await TunnelAsync(client, 3);
    }

    private static async Task MustBeReset(Peer origin) =>
        (await origin.Awaiting(peer => peer.ReadToFinAsync()).Should().ThrowAsync<SocketException>())
            .Which.SocketErrorCode.Should().Be(SocketError.ConnectionReset);
}
