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
        try
        {
            await client.SendAsync(new FrameNoise(random, Origin.Authority).Frames());
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
