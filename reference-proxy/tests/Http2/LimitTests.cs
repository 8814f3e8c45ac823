using ConformanceKit.ReferenceProxy.Http2;

namespace ConformanceKit.ReferenceProxy.Tests.Http2;

/// <summary>What a client may use up (RFC 9113 §10.5), and how a connection ends in order (§6.8, §9.1).</summary>
internal sealed class LimitTests : Http2Test
{
    [Test]
    public async Task One_stream_too_many_is_refused_and_the_others_go_on()
    {
        StartProxy(options => options with { MaxStreams = 2 });
        var client = await DialHttp2Async();
        var first = await TunnelAsync(client, 1);
        await TunnelAsync(client, 3);
        await client.ConnectAsync(5, Origin.Authority);
        (await client.ReadResetAsync(5)).Should().Be(ErrorCode.RefusedStream);
        await client.DataAsync(5, "too late");
        await client.DataAsync(1, "still");
        (await first.ReadAsync(5)).Should().Be("still");
        await client.ResetAsync(3, ErrorCode.Cancel);
        await TunnelAsync(client, 7);
        Origin.HasBeenDialled.Should().BeFalse();
    }

    [Test]
    public async Task Streams_that_are_opened_and_reset_too_fast_end_the_connection()
    {
        StartProxy(options => options with { MaxResets = 20 });
        var client = await DialHttp2Async();
        await client.SendAsync(
        [
            .. Enumerable.Range(0, 100).SelectMany(i => (byte[])
            [
                .. Http2Peer.Frame(
                    FrameType.Headers, FrameFlags.EndHeaders, (2 * i) + 1,
                    Http2Peer.Block(":method: CONNECT", $":authority: {Origin.Authority}")),
                .. Http2Peer.Frame(FrameType.ResetStream, FrameFlags.None, (2 * i) + 1, Http2Peer.Number(8)),
            ]),
        ]);
        (await client.ReadToGoAwayAsync()).Should().Be(ErrorCode.EnhanceYourCalm);
    }

    [Test]
    public async Task Dials_for_streams_that_are_reset_are_bounded_and_a_refused_stream_may_be_reset_too()
    {
        var dials = 0;
        StartProxy(options => options with { MaxDials = 2, Connect = NeverAsync, DialTimeout = TimeSpan.FromMinutes(5) });
        var client = await DialHttp2Async();
        for (var stream = 1; stream <= 3; stream += 2)
        {
            await client.GetAsync(stream, Origin.Authority);
            await Wait.UntilAsync(() => Volatile.Read(ref dials) == (stream + 1) / 2);
            await client.ResetAsync(stream, ErrorCode.Cancel);
        }

        await client.GetAsync(5, Origin.Authority);
        await client.ResetAsync(5, ErrorCode.Cancel);
        (await client.ReadResetAsync(5)).Should().Be(ErrorCode.RefusedStream);
        await client.SendAsync(FrameType.Ping, FrameFlags.None, 0, new byte[8]);
        (await client.ReadAsync()).Type.Should().Be(FrameType.Ping);

        async Task<Socket> NeverAsync(IPEndPoint address, CancellationToken cancel)
        {
            Interlocked.Increment(ref dials);
            await Task.Delay(Timeout.Infinite, cancel);
            throw new InvalidOperationException();
        }
    }

    [TestCase(8, false)]
    [TestCase(9, true)]
    public async Task So_many_bytes_of_CONTINUATION_may_follow_HEADERS(int length, bool isTooMuch)
    {
        StartProxy(options => options with { MaxContinuation = FrameHeader.Size + 8 });
        var client = await DialHttp2Async();
        var block = Http2Peer.Block(":method: CONNECT", $":authority: {Origin.Authority}");
        var at = block.Length - length;
        await client.SendAsync(FrameType.Headers, FrameFlags.None, 1, block[..at]);
        await client.SendAsync(FrameType.Continuation, FrameFlags.EndHeaders, 1, block[at..]);
        if (!isTooMuch)
            (await client.ReadHeadAsync(1)).Should().Be(":status: 200");
        else
            (await client.ReadToGoAwayAsync()).Should().Be(ErrorCode.EnhanceYourCalm);
    }

    [Test]
    public async Task A_field_block_without_end_ends_the_connection()
    {
        var client = await DialHttp2Async();
        await client.SendAsync(FrameType.Headers, FrameFlags.None, 1);
        await client.SendAsync([.. Enumerable.Repeat(Http2Peer.Frame(FrameType.Continuation, FrameFlags.None, 1), 10_000)
            .SelectMany(frame => frame)]);
        (await client.ReadToGoAwayAsync()).Should().Be(ErrorCode.EnhanceYourCalm);
    }

    [Test]
    public async Task A_field_section_that_is_too_large_gets_431_and_is_decoded_all_the_same()
    {
        StartProxy(options => options with { MaxHead = 1000 });
        var client = await DialHttp2Async();
        await client.GetAsync(1, Origin.Authority, "/x", $"x: {new string('y', 1000)}");
        (await client.ReadHeadAsync(1)).Should().StartWith(":status: 431\n");
        await client.ReadToEndAsync(1);
        await TunnelAsync(client, 3);
    }

    [TestCase(FrameType.Ping, 8)]
    [TestCase(FrameType.Settings, 0)]
    public async Task A_client_that_does_not_read_ends_its_connection(object type, int length)
    {
        IsBulk = true;
        StartProxy(options => options with { LingerTimeout = Short });
        var client = await DialHttp2Async();
        var frame = Http2Peer.Frame((FrameType)type, FrameFlags.None, 0, new byte[length]);
        byte[] flood = [.. Enumerable.Repeat(frame, 4096).SelectMany(one => one)];
        await client.Awaiting(SendForeverAsync).Should().ThrowAsync<IOException>();
        await Wait.UntilAsync(() => Log.Any(line => line.Contains("EnhanceYourCalm")));

        async Task SendForeverAsync(Http2Peer peer)
        {
            while (true)
                await peer.SendAsync(flood);
        }
    }

    [Test]
    public async Task An_idle_connection_is_closed_after_GOAWAY()
    {
        StartProxy(options => options with { IdleTimeout = Short });
        var client = await DialHttp2Async();
        (await client.ReadToGoAwayAsync()).Should().Be(ErrorCode.NoError);
    }

    [Test]
    public async Task A_proxy_that_stops_lets_open_tunnels_end()
    {
        var client = await DialHttp2Async();
        var origin = await TunnelAsync(client, 1);
        var stopped = Proxy.StopAsync(TimeSpan.FromSeconds(60));
        (await client.ReadAsync(FrameType.GoAway)).Code.Should().Be(ErrorCode.NoError);
        await client.ConnectAsync(3, Origin.Authority);
        (await client.ReadResetAsync(3)).Should().Be(ErrorCode.RefusedStream);
        await client.DataAsync(1, "last", ends: true);
        (await origin.ReadToFinAsync()).Should().Be("last");
        origin.Fin();
        await client.ReadToEndAsync(1);
        (await client.ReadToGoAwayAsync()).Should().Be(ErrorCode.NoError);
        client.Dispose();
        await stopped;
    }

    [Test]
    public async Task A_trace_has_no_credentials()
    {
        var client = await DialHttp2Async();
        await client.ConnectAsync(1, Origin.Authority, "proxy-authorization: Basic c2VjcmV0");
        await client.ReadHeadAsync(1);
        await client.DataAsync(1, "visible");
        using var origin = await Origin.AcceptAsync();
        await origin.ReadAsync(7);
        Log.Should().Contain(line => line.Contains("visible")).And.NotContain(line => line.Contains("c2VjcmV0"));
    }
}
