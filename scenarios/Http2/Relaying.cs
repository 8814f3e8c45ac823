using System.Text;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Scenarios.Http2;

/// <summary>The bytes of a tunnel over a stream: the content of DATA frames, and nothing else (RFC 9113 §8.5).</summary>
public sealed class Relaying(string proxy) : Scenario(proxy)
{
    private const int LongestFrame = 16384;

    [Requirement("h2/data-relay", Title = "DATA is relayed byte for byte, whatever the length of the frames")]
    [Input("short-frames", 1)]
    [Input("long-frames", LongestFrame)]
    public async Task DATA_is_relayed_byte_for_byte_whatever_the_length_of_the_frames(int length)
    {
        await using var origin = await Origins.EchoAsync();
        await using var client = await H2.DialAsync();
        var stream = await TunnelAsync(client, origin);
        byte[] sent = [.. Enumerable.Range(0, Math.Max(256, length)).Select(value => (byte)value)];

        foreach (var piece in sent.Chunk(length))
            await stream.SendAsync(piece);
        (await stream.ReadExactlyAsync(sent.Length)).Should().Equal(sent);
    }

    [Requirement("h2/server-first", Title = "An origin that speaks first is heard by a silent client")]
    public async Task An_origin_that_speaks_first_is_heard_by_a_silent_client()
    {
        await using var origin = await Origins.ListenAsync();
        var (stream, server) = await TunnelAsync(origin);
        await server.SendAsync("220 ready\r\n");
        (await stream.ReadExactlyAsync(11)).Should().Equal("220 ready\r\n");
    }

    [Requirement("h2/padded", Title = "Padding does not get into the tunnel")]
    [Input("0", (byte)0)]
    [Input("1", (byte)1)]
    [Input("255", (byte)255)]
    public async Task Padding_does_not_get_into_the_tunnel(byte padding)
    {
        await using var origin = await Origins.EchoAsync();
        await using var client = await H2.DialAsync();
        var stream = await TunnelAsync(client, origin);

        await stream.SendPaddedAsync("one"u8.ToArray(), padding);
        await stream.SendAsync("two");
        (await stream.ReadExactlyAsync(6)).Should().Equal("onetwo");
    }

    [Requirement("h2/empty-data", Title = "Empty DATA does not end a tunnel")]
    public Task Empty_DATA_does_not_end_a_tunnel() => AssertLivesAsync(stream => Frame.Data(stream, default));

    [Requirement("h2/unknown-frame", Title = "A frame of an unknown type is ignored")]
    [Input("on-the-stream", true)]
    [Input("on-the-connection", false)]
    public async Task A_frame_of_an_unknown_type_is_ignored(bool onStream)
    {
        try
        {
            await AssertLivesAsync(stream => new(0xfa, 0xff, onStream ? stream : 0, "unknown"u8.ToArray()));
        }
        catch (RequirementBrokenException error)
            when (onStream && error.ReasonId is ReasonIds.ResetEarly or ReasonIds.ConnectionError)
        {
            // RFC 9113 §8.5 has all but a few types treated as an error in a tunnel, and does not except unknown ones.
            Warn(error.ReasonId, error.Message, error.Marks);
        }
    }

    [Requirement("h2/priority-frame", Title = "PRIORITY does not end a tunnel")]
    public Task PRIORITY_does_not_end_a_tunnel() => AssertLivesAsync(Frame.Priority);

    [Requirement("h2/tls-in-tunnel", Title = "TLS with the origin passes through a stream")]
    public async Task TLS_with_the_origin_passes_through_a_stream()
    {
        await using var origin = await Origins.TlsEchoAsync();
        await using var client = await H2.DialAsync();
        var stream = await TunnelAsync(client, origin);
        await using var tls = await stream.AsConnection().TlsAsync(origin.Host);
        tls.Should().PresentCertificateOf(origin);
        await tls.Inside.SendAsync(AnyBytes.Ping);
        (await tls.Inside.ReadExactlyAsync(AnyBytes.Ping.Length)).Should().Equal(AnyBytes.Ping);
    }

    [Requirement("h2/websocket-in-tunnel", Title = "A WebSocket passes through a stream")]
    public async Task A_WebSocket_passes_through_a_stream()
    {
        await using var origin = await Origins.WebSocketAsync();
        await using var client = await H2.DialAsync();
        var stream = await TunnelAsync(client, origin);
        using var socket = await WebSocketClient.OpenAsync(stream.AsConnection(), origin.Authority);
        await socket.SendTextAsync(AnyBytes.Ping);
        Encoding.UTF8.GetBytes(await socket.ReceiveTextAsync()).Should().Equal(Encoding.UTF8.GetBytes(AnyBytes.Ping));
    }

    [Requirement("h2/multi-tunnel", Title = "Fifty tunnels on one connection do not touch each other")]
    public async Task Fifty_tunnels_on_one_connection_do_not_touch_each_other()
    {
        await using var origin = await Origins.EchoAsync();
        await using var client = await H2.DialAsync();
        await client.SettingsAsync();

        // 1. All at once, each with bytes of its own; or as many as the proxy allows.
        var count = Math.Min(50u, client.PeerSetting(Setting.MaxConcurrentStreams) ?? 50);
        var streams = new List<Http2Stream>();
        while (streams.Count < count)
            streams.Add(await client.ConnectAsync(origin.Authority));
        foreach (var stream in streams)
            (await stream.ResponseAsync()).Should().BeSuccessful();
        foreach (var stream in streams)
            await stream.SendAsync($"this is stream {stream.Id:000}");
        foreach (var stream in streams)
            (await stream.ReadExactlyAsync(18)).Should().Equal($"this is stream {stream.Id:000}");

        // 2. The end of one is the end of that one.
        await streams[0].ResetAsync(ErrorCodes.Cancel);
        foreach (var stream in streams.Skip(1))
            await AssertEchoesAsync(stream, "only another stream was reset");
    }

    private async Task AssertLivesAsync(Func<int, Frame> frame)
    {
        await using var origin = await Origins.EchoAsync();
        await using var client = await H2.DialAsync();
        var stream = await TunnelAsync(client, origin);
        await client.SendAsync(frame(stream.Id));
        await AssertEchoesAsync(stream, "the frame says nothing that would end the tunnel");
    }
}
