using ConformanceKit.ReferenceProxy.Http2;

namespace ConformanceKit.ReferenceProxy.Tests.Http2;

/// <summary>The windows (RFC 9113 §5.2, §6.9).</summary>
internal sealed class FlowControlTests : Http2Test
{
    private static readonly byte[] s_windowOfZero = [0, 4, 0, 0, 0, 0];

    [SetUp]
    public void SendMuch() => IsBulk = true;

    [Test]
    public async Task No_more_is_sent_than_the_client_grants()
    {
        var client = await DialHttp2Async(grants: false, s_windowOfZero);
        var origin = await TunnelAsync(client, 1);
        await origin.SendAsync("0123456789");
        await MustAnswerAsync(client);
        await client.GrantAsync(1, 3);
        (await client.ReadAsync()).Text.Should().Be("012");
        await client.GrantAsync(1, 300);
        (await client.ReadAsync()).Text.Should().Be("3456789");
    }

    [Test]
    public async Task A_window_can_become_negative()
    {
        var client = await DialHttp2Async(grants: false);
        var origin = await TunnelAsync(client, 1);
        await origin.SendAsync("01234");
        (await client.ReadAsync()).Text.Should().Be("01234");

        // The window of 65530 becomes -5; with 4 more it is still negative.
        await client.SendAsync(FrameType.Settings, FrameFlags.None, 0, s_windowOfZero);
        await client.GrantAsync(1, 4);
        await MustAnswerAsync(client);
        await origin.SendAsync("56789");
        await MustAnswerAsync(client);
        await client.GrantAsync(1, 2);
        (await client.ReadAsync()).Text.Should().Be("5");
    }

    [Test]
    public async Task A_window_that_becomes_too_large_is_a_stream_error()
    {
        var client = await DialHttp2Async();
        await TunnelAsync(client, 1);
        await client.GrantAsync(1, int.MaxValue);
        (await client.ReadResetAsync(1)).Should().Be(ErrorCode.FlowControlError);
        await TunnelAsync(client, 3);
        await client.GrantAsync(3, 0);
        (await client.ReadResetAsync(3)).Should().Be(ErrorCode.ProtocolError);
    }

    [Test]
    public async Task More_than_the_proxy_grants_is_a_stream_error()
    {
        var silent = Silent();
        var client = await DialHttp2Async();
        await client.ConnectAsync(1, silent);
        for (var sent = 0; sent < 4; sent++)
            await client.SendAsync(FrameType.Data, FrameFlags.None, 1, new byte[16 * 1024]);
        await client.DataAsync(1, "x");
        (await client.ReadResetAsync(1)).Should().Be(ErrorCode.FlowControlError);
    }

    [Test]
    public async Task What_is_uploaded_is_granted_again()
    {
        var client = await DialHttp2Async();
        var origin = await TunnelAsync(client, 1);
        const int total = 4 << 20;
        var received = origin.ReadAsync(total);
        var granted = FlowControlWindow.Initial;
        for (var sent = 0; sent < total; sent += 16 * 1024)
        {
            while (granted < 16 * 1024)
            {
                var frame = await client.ReadAnyAsync();
                if (frame is { Type: FrameType.WindowUpdate, Stream: 1 })
                    granted += (int)(uint)frame.Code;
            }

            await client.SendAsync(FrameType.Data, FrameFlags.None, 1, new byte[16 * 1024]);
            granted -= 16 * 1024;
        }

        (await received).Should().HaveLength(total);
    }

    [Test]
    public async Task Padding_is_granted_again()
    {
        var client = await DialHttp2Async();
        var origin = await TunnelAsync(client, 1);
        byte[] padded = [255, (byte)'x', .. new byte[255]];
        var granted = FlowControlWindow.Initial;
        for (var sent = 0; sent < 4096; sent++)
        {
            while (granted < padded.Length)
            {
                var frame = await client.ReadAnyAsync();
                if (frame is { Type: FrameType.WindowUpdate, Stream: 1 })
                    granted += (int)(uint)frame.Code;
            }

            await client.SendAsync(FrameType.Data, FrameFlags.Padded, 1, padded);
            granted -= padded.Length;
        }

        (await origin.ReadAsync(4096)).Should().Be(new string('x', 4096));
    }

    [Test]
    public async Task What_is_sent_on_refused_streams_does_not_use_up_the_connection()
    {
        StartProxy(options => options with { MaxStreams = 2 });
        var client = await DialHttp2Async();
        for (var stream = 1; stream < 64; stream += 2)
        {
            await client.ConnectAsync(stream, "127.0.0.1:1");
            await client.SendAsync(FrameType.Data, FrameFlags.None, stream, new byte[16 * 1024]);
            (await client.ReadHeadAsync(stream)).Should().StartWith(":status: 502");
            await client.ReadToEndAsync(stream);
            (await client.ReadResetAsync(stream)).Should().Be(ErrorCode.NoError);
        }

        var origin = await TunnelAsync(client, 65);
        await client.DataAsync(65, "still");
        (await origin.ReadAsync(5)).Should().Be("still");
    }

    [Test]
    public async Task A_tunnel_that_stalls_keeps_no_other_waiting()
    {
        var silent = Silent();
        var client = await DialHttp2Async(grants: false);

        // Nobody takes what the client sends on twenty streams, and the client takes nothing of one more.
        for (var stream = 1; stream < 41; stream += 2)
        {
            await client.ConnectAsync(stream, silent);
            for (var sent = 0; sent < 4; sent++)
                await client.SendAsync(FrameType.Data, FrameFlags.None, stream, new byte[16 * 1024]);
        }

        await client.GrantAsync(0, 1 << 20);
        var unread = await TunnelAsync(client, 41);
        var unsent = unread.SendAsync(new byte[8 << 20]);
        for (var left = FlowControlWindow.Initial; left > 0;)
            left -= (await client.ReadAsync()).Payload.Length;

        var lively = await TunnelAsync(client, 43);
        for (var round = 0; round < 20; round++)
        {
            await client.DataAsync(43, "up");
            (await lively.ReadAsync(2)).Should().Be("up");
            await lively.SendAsync("down");
            (await client.ReadAsync()).Should().BeEquivalentTo(new { Stream = 43, Text = "down" });
        }

        await MustAnswerAsync(client);
        unsent.IsCompleted.Should().BeFalse();
        client.Dispose();
        await unread.Awaiting(_ => unsent).Should().ThrowAsync<SocketException>();
    }

    // The next frame is the answer to PING, so none has come before it.
    private static async Task MustAnswerAsync(Http2Peer client)
    {
        await client.SendAsync(FrameType.Ping, FrameFlags.None, 0, new byte[8]);
        (await client.ReadAsync()).Type.Should().Be(FrameType.Ping);
    }

    // An origin that is being dialled for as long as the test runs.
    private string Silent()
    {
        if (!IsStarted)
            StartProxy(options => options with { Connect = NeverAsync, DialTimeout = TimeSpan.FromMinutes(5) });
        return "127.0.0.2:1";
    }

    private static async Task<Socket> NeverAsync(IPEndPoint address, CancellationToken cancel)
    {
        if (address.Address.Equals(IPAddress.Loopback))
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(address, cancel);
            return socket;
        }

        await Task.Delay(Timeout.Infinite, cancel);
        throw new InvalidOperationException();
    }
}
