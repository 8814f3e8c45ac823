using ConformanceKit.ReferenceProxy.Http2;

namespace ConformanceKit.ReferenceProxy.Tests.Http2;

/// <summary>Frames at random: whatever comes, the proxy goes on, and no stream is left behind.</summary>
internal sealed class NoiseTests : Http2Test
{
    private const int Connections = 150;

    [Test]
    public async Task Whatever_frames_come_the_proxy_goes_on()
    {
        IsBulk = true;
        StartProxy(options => options with { LingerTimeout = TimeSpan.FromMilliseconds(50) });
        var accepting = AcceptAsync();
        for (var seed = 0; seed < Connections; seed++)
            await SendNoiseAsync(new Random(seed));
        Origin.Dispose();
        await accepting;

        // Every connection comes to its end, and with it its streams.
        using var last = new Origin();
        var client = await DialHttp2Async();
        await client.ConnectAsync(1, last.Authority);
        (await client.ReadHeadAsync(1)).Should().Be(":status: 200");
        client.Dispose();
        await Proxy.StopAsync(TimeSpan.FromSeconds(30)).WaitAsync(TimeSpan.FromSeconds(20));
    }

    private async Task SendNoiseAsync(Random random)
    {
        var client = await DialHttp2Async();
        var frames = new List<byte>();
        for (var count = random.Next(80); count > 0; count--)
            frames.AddRange(NoisyFrame(random));
        try
        {
            await client.SendAsync([.. frames]);
            await client.SendAsync(FrameType.Ping, FrameFlags.None, 0, new byte[8]);
            while (await client.ReadAnyAsync() is not { Type: FrameType.Ping or FrameType.GoAway })
            {
                // What the proxy says does not matter here.
            }
        }
        catch (Exception end) when (end is IOException or EndOfStreamException)
        {
            // The proxy has ended the connection.
        }

        client.Dispose();
    }

    // Most frames are nearly valid: noise alone would not get far.
    private byte[] NoisyFrame(Random random)
    {
        var type = (FrameType)random.Next(11);
        var flags = (FrameFlags)(random.Next(3) == 0 ? random.Next(256) : (random.Next(2) * 4) + random.Next(2));
        var stream = random.Next(4) == 0 ? 0 : (random.Next(12) * 2) + 1;
        var payload = new byte[random.Next(4) == 0 ? random.Next(300) : 4];
        random.NextBytes(payload);
        if (type is FrameType.Headers && random.Next(8) > 0)
        {
            flags = FrameFlags.EndHeaders | (FrameFlags)random.Next(2);
            payload = random.Next(2) == 0
                ? Http2Peer.Block(":method: CONNECT", $":authority: {Origin.Authority}")
                : Http2Peer.Block([.. Http2Peer.Request("POST", Origin.Authority, "/x"), $"content-length: {random.Next(9)}"]);
        }

        if (type is FrameType.WindowUpdate or FrameType.ResetStream)
            payload = Http2Peer.Number((uint)random.Next(1000));
        if (type is FrameType.Settings && random.Next(4) > 0)
            (stream, payload) = (0, [0, 4, 0, 0, (byte)random.Next(256), 0]);
        return Http2Peer.Frame(type, flags, stream, payload);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                using var peer = await Origin.AcceptAsync();
                await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
            }
            catch (SocketException reset) when (reset.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
            {
                // The proxy no longer wants it.
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
