using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Scenarios.Http2;

/// <summary>DATA that the client sends before it has the response to its CONNECT (RFC 9113 §8.5).</summary>
public sealed class EarlyData(string proxy) : Scenario(proxy)
{
    private const int LongestFrame = 16384;

    [Requirement("h2/early-data", Title = "DATA right behind HEADERS reaches the origin once")]
    [Input("same-write")]
    public async Task DATA_right_behind_HEADERS_reaches_the_origin_once()
    {
        await using var origin = await Origins.ListenAsync();
        var stream = await AskAsync(await H2.DialAsync(), origin, AnyBytes.Ping.Length);
        (await stream.ResponseAsync()).Should().BeSuccessful();
        await AssertDeliveredAsync(stream, origin);
    }

    [Requirement("h2/early-data", Lengthy = true, Title = "DATA that comes while the dial is pending reaches the origin once")]
    [Input("held-syn")]
    public async Task DATA_that_comes_while_the_dial_is_pending_reaches_the_origin_once()
    {
        await using var origin = await Origins.HoldAsync();
        var stream = await AskAsync(await H2.DialAsync(), origin, AnyBytes.Ping.Length);
        if (await stream.ExpectSilenceAsync() is not null)
            NotApplicable("the proxy answers before the target does, so no dial is pending");

        // When the target finally answers, these bytes are the first that it receives.
        origin.Open();
        var response = await stream.ResponseAsync(within: Waits.Dial);
        if (!response.IsSuccessful)
            NotApplicable($"the proxy gave up on the target, with {response.Status}, before its SYN was sent again");
        await AssertDeliveredAsync(stream, origin);
    }

    [Requirement("h2/early-data", Title = "DATA for a target that refuses costs neither the error nor another tunnel")]
    [Input("refused")]
    public async Task DATA_for_a_target_that_refuses_costs_neither_the_error_nor_another_tunnel()
    {
        await using var echo = await Origins.EchoAsync();
        await using var refused = await Origins.RefusedAsync();
        await using var client = await H2.DialAsync();
        var sibling = await TunnelAsync(client, echo);

        var stream = await AskAsync(client, refused, AnyBytes.Ping.Length);
        (await stream.OutcomeAsync()).Should().BeRefused("the target refuses the connection");
        await AssertEchoesAsync(sibling, "only the other stream has failed");
    }

    [Requirement("h2/early-data-window", Title = "What is sent on refused streams is returned to the connection's window")]
    public async Task What_is_sent_on_refused_streams_is_returned_to_the_connections_window()
    {
        // 1. A tunnel, which also keeps the connection from being idle.
        await using var refused = await Origins.RefusedAsync();
        await using var origin = await Origins.ListenAsync();
        await using var client = await H2.DialAsync();
        await client.SettingsAsync();
        var tunnel = await TunnelAsync(client, origin);

        // 2. As much on each stream beside it as it may be, and never more than the connection allows.
        var length = (int)Math.Min(client.PeerSetting(Setting.InitialWindowSize) ?? LongestFrame, LongestFrame);
        if (length == 0)
            NotApplicable("the proxy takes no DATA on a stream before its response");
        for (var count = 0; count < 64; count++)
        {
            await AllowedAsync(client, length);
            await (await AskAsync(client, refused, length)).OutcomeAsync();
        }

        // 3. The tunnel can send as much.
        await AllowedAsync(client, length);
        await tunnel.SendAsync(new byte[length]);
        await (await origin.NextConnectionAsync()).ReadExactlyAsync(length);
    }

    // HEADERS and DATA in one write, so that the dial cannot be over when the proxy reads the DATA.
    private static async Task<Http2Stream> AskAsync(Http2Client client, Origin origin, int length)
    {
        var stream = client.NewStream();
        var data = length == AnyBytes.Ping.Length ? System.Text.Encoding.Latin1.GetBytes(AnyBytes.Ping) : new byte[length];
        await client.SendAsync(
            Frame.Headers(stream.Id, Hpack.Block(new(":method", "CONNECT"), new(":authority", origin.Authority))),
            Frame.Data(stream.Id, data));
        return stream;
    }

    private static async Task AllowedAsync(Http2Client client, int length)
    {
        while (client.SendWindowLeft < length)
        {
            await client.NextAsync($"the connection's window to have room for {length} bytes again",
                frame => frame is { Type: FrameTypes.WindowUpdate, StreamId: 0 });
        }
    }

    // In order, before what follows, and once; and the tunnel lives on in both directions.
    private static async Task AssertDeliveredAsync(Http2Stream stream, Origin origin)
    {
        var arrived = await origin.NextConnectionAsync();
        await stream.SendAsync(AnyBytes.Sentinel);
        (await arrived.ReadExactlyAsync(AnyBytes.Ping.Length))
            .Should().Equal(AnyBytes.Ping, "the client sent this before it had the 2xx, and the sentinel after it");
        (await arrived.ReadExactlyAsync(AnyBytes.Sentinel.Length)).Should().Equal(AnyBytes.Sentinel);
        await arrived.SendAsync("reply");
        (await stream.ReadExactlyAsync(5)).Should().Equal("reply");
    }
}
