using System.Text;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.WebSocket;

/// <summary>A WebSocket client behind a proxy requests a tunnel first (RFC 6455 §4.1), with and without TLS inside.</summary>
public sealed class WebSockets(string proxy) : Scenario(proxy)
{
    [Requirement("websocket/ws-connect")]
    [Input("open", false)]
    [Input("basic", true)]
    public async Task A_WebSocket_works_through_a_tunnel(bool withCredentials)
    {
        await using var origin = await Origins.WebSocketAsync();
        await using var client = withCredentials ? await Proxy.DialAuthAsync() : await Proxy.DialAsync();

        string[] fieldLines = withCredentials ? [$"Proxy-Authorization: {Proxy.BasicCredentials}"] : [];
        (await client.ConnectAsync(origin, fieldLines)).Should().BeSuccessful();

        await AssertEchoesAsync(client, origin.Authority);
    }

    [Requirement("websocket/wss")]
    [Input("open", false)]
    [Input("basic", true)]
    public async Task A_WebSocket_over_TLS_works_through_a_tunnel(bool withCredentials)
    {
        await using var origin = await Origins.WebSocketTlsAsync();
        await using var client = withCredentials ? await Proxy.DialAuthAsync() : await Proxy.DialAsync();

        string[] fieldLines = withCredentials ? [$"Proxy-Authorization: {Proxy.BasicCredentials}"] : [];
        (await client.ConnectAsync(origin, fieldLines)).Should().BeSuccessful();
        await using var tls = await client.TlsAsync(origin.Host);

        tls.Should().PresentCertificateOf(origin);
        await AssertEchoesAsync(tls.Inside, origin.Authority);
    }

    [Requirement("websocket/server-push-first")]
    public async Task A_frame_pushed_in_one_segment_with_the_101_arrives_intact()
    {
        await using var origin = await Origins.WebSocketAsync(pushFirst: "pushed");
        await using var client = await Proxy.TunnelAsync(origin);

        using var socket = await WebSocketClient.OpenAsync(client, origin.Authority);

        await AssertReceivesAsync(socket, "pushed");
    }

    [Requirement("websocket/absolute-upgrade", DependsOn = "absolute-form/origin-form",
        Title = "An upgrade in absolute-form passes end to end or is declined")]
    public async Task An_upgrade_in_absolute_form_passes_end_to_end_or_is_declined()
    {
        await using var origin = await Origins.WebSocketAsync();
        await using var client = await Proxy.DialAsync();
        await client.SendAsync(
            Requests.Get(
                origin.Http("/"),
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version: 13"));
        var response = await client.ReadResponseAsync("GET");

        // 1. A proxy may ignore Upgrade: what comes instead of 101 has to be a complete response.
        if (response.StatusCode != 101)
        {
            response.Should().HaveCompleteBody();
            return;
        }

        // 2. A 101 is the origin's, and so is everything after it: a masked "ping" comes back unmasked (RFC 6455 §5.7).
        response.Should().HaveSingleField("Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        await client.SendAsync("\u0081\u0084\0\0\0\0ping");
        (await client.ReadExactlyAsync(6)).Should().Equal("\u0081\u0004ping");
    }

    [Requirement("websocket/long-idle", DependsOn = "websocket/ws-connect/open", Nightly = true, Lengthy = true)]
    public async Task A_WebSocket_that_carries_only_pings_stays_open()
    {
        await using var origin = await Origins.WebSocketAsync();
        await using var client = await Proxy.TunnelAsync(origin);
        using var socket = await WebSocketClient.OpenAsync(client, origin.Authority);

        // A masked ping is answered by a pong (RFC 6455 §5.5); between the pings there is silence.
        for (var i = 0; i < 4; i++)
        {
            (await client.ExpectSilenceAsync(within: Waits.Idle / 4)).Should().BeEmpty("neither side sent anything");
            await client.SendAsync("\u0089\u0084\0\0\0\0ping");
            (await client.ReadExactlyAsync(6)).Should().Equal("\u008a\u0004ping");
        }

        await socket.CloseAsync();
    }

    private static async Task AssertEchoesAsync(WireConnection connection, string authority)
    {
        using var socket = await WebSocketClient.OpenAsync(connection, authority);
        foreach (var text in new[] { "one", new string('z', 70_000) })
        {
            await socket.SendTextAsync(text);
            await AssertReceivesAsync(socket, text);
        }

        await socket.CloseAsync();
    }

    private static async Task AssertReceivesAsync(WebSocketClient socket, string text) =>
        Encoding.UTF8.GetBytes(await socket.ReceiveTextAsync()).Should().Equal(text);
}
