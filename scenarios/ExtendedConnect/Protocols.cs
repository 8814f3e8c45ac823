using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Scenarios.ExtendedConnect;

/// <summary>CONNECT with :protocol, which is no tunnel to what :authority names (RFC 8441).</summary>
public sealed class Protocols(string proxy) : Scenario(proxy)
{
    // A text message, masked with zeros, and as it comes back (RFC 6455 §5.2).
    private static readonly byte[] s_message = [0x81, 0x85, 0, 0, 0, 0, .. "hello"u8];
    private static readonly byte[] s_echo = [0x81, 0x05, .. "hello"u8];

    [Requirement("extended-connect/unadvertised", Title = "CONNECT with :protocol is malformed if the proxy does not offer it")]
    public async Task CONNECT_with_a_protocol_is_malformed_if_the_proxy_does_not_offer_it()
    {
        await using var client = await H2.DialAsync();
        if (await OffersAsync(client))
            NotApplicable("the proxy offers extended CONNECT");
        await AssertMalformedAsync(client, _ => true, "the proxy has not said that it knows :protocol");
    }

    [Requirement("extended-connect/scheme-path-required", Title = "CONNECT with :protocol has :scheme and :path")]
    [Input("no-scheme", ":scheme")]
    [Input("no-path", ":path")]
    public async Task CONNECT_with_a_protocol_has_a_scheme_and_a_path(string missing)
    {
        await using var client = await H2.DialAsync();
        await AssertMalformedAsync(client, field => field.Name != missing, $"there is no {missing}");
    }

    [Requirement("extended-connect/no-tcp-tunnel", Title = "CONNECT with :protocol opens no tunnel to the authority")]
    public async Task CONNECT_with_a_protocol_opens_no_tunnel_to_the_authority()
    {
        // 1. The origin refuses to change to WebSocket; it learns nothing else.
        await using var origin = await Origins.ServeAsync(async (connection, ending) =>
        {
            var first = await connection.ReadSomeAsync(Timeout.InfiniteTimeSpan, ending);
            if (first is [(byte)'G', ..])
                await connection.TrySendAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", ending);
            await connection.ReadToEndAsync(Timeout.InfiniteTimeSpan, ending);
        });
        await using var client = await OfferedAsync();
        var stream = await RequestAsync(client, Fields(origin.Authority, "websocket", "/"));

        // 2. These bytes are no WebSocket.
        if ((await stream.OutcomeAsync()).Response is { IsSuccessful: true })
            await stream.SendAsync(AnyBytes.Ping);
        await origin.ReceivedAsync();
        if (origin.ConnectionCount > 0)
            Transcript.ReceivedOn("origin 1").Should().NotContain(AnyBytes.Ping, "the tunnel is for WebSocket, and not for TCP");
    }

    [Requirement("extended-connect/setting-value", Title = "ENABLE_CONNECT_PROTOCOL is 0 or 1, and never 0 after 1")]
    public async Task ENABLE_CONNECT_PROTOCOL_is_0_or_1_and_never_0_after_1()
    {
        // 1. Everything that the proxy says until a request has been served.
        await using var refused = await Origins.RefusedAsync();
        await using var client = await H2.DialAsync();
        List<ReceivedFrame> frames = [await client.SettingsAsync()];
        await (await client.ConnectAsync(refused.Authority)).OutcomeAsync();
        while (client.TryNext(frame => frame.Type == FrameTypes.Settings && !frame.Has(FrameFlags.Ack)) is { } more)
            frames.Add(more);

        // 2. What it says about extended CONNECT.
        var values = frames.SelectMany(received => received.Frame.ReadSettings().Select(setting => (received, setting)))
            .Where(pair => pair.setting.Id == Setting.EnableConnectProtocol).ToList();
        if (values.Count == 0)
            NotApplicable("the proxy says nothing about extended CONNECT");
        var last = 0u;
        foreach (var (received, (_, value)) in values)
        {
            if (value > 1 || value < last)
            {
                throw new RequirementBrokenException(ReasonIds.FieldValue,
                    $"expected ENABLE_CONNECT_PROTOCOL of 0 or 1, and 1 to stay, but got {value} after {last}")
                {
                    Marks = [received.Place],
                };
            }

            last = value;
        }
    }

    [Requirement("extended-connect/websocket-forwarded", Title = "What becomes of a WebSocket over a stream")]
    public async Task What_becomes_of_a_WebSocket_over_a_stream()
    {
        await using var origin = await Origins.WebSocketAsync();
        await using var client = await OfferedAsync();
        var stream = await RequestAsync(client, [
            .. Fields(origin.Authority, "websocket", "/"), new("sec-websocket-version", "13"), new("origin", origin.Http(""))]);
        var outcome = await stream.OutcomeAsync();
        if (outcome.Response is not { IsSuccessful: true })
        {
            Note($"refused: the proxy {outcome}");
            return;
        }

        try
        {
            await stream.SendAsync(s_message);
            var came = await stream.ReadExactlyAsync(s_echo.Length);
            Note(came.SequenceEqual(s_echo) ? "forwarded: messages pass both ways"
                : $"open, but in place of the message came \"{ByteText.Escape(came)}\"");
        }
        catch (RequirementBrokenException broken)
        {
            Note($"open, but no message comes back: {broken.Message}");
        }
    }

    // draft-ietf-httpbis-connect-tcp: the target is part of the path, and the authority is the proxy.
    [Requirement("extended-connect/connect-tcp", Title = "What becomes of CONNECT with the protocol connect-tcp")]
    public async Task What_becomes_of_CONNECT_with_the_protocol_connect_tcp()
    {
        await using var origin = await Origins.EchoAsync();
        await using var client = await OfferedAsync();
        var path = $"/.well-known/masque/tcp/{origin.Host.Replace(":", "%3A", StringComparison.Ordinal)}/{origin.Port}/";
        var stream = await RequestAsync(client, Fields($"{Proxy.H2Listener.EndPoint}", "connect-tcp", path));
        var outcome = await stream.OutcomeAsync();
        Note(outcome.Response is { IsSuccessful: true } ? "a tunnel is opened" : $"refused: the proxy {outcome}");
    }

    private static Http2Field[] Fields(string authority, string protocol, string path) =>
    [
        new(":method", "CONNECT"), new(":protocol", protocol), new(":scheme", "http"), new(":authority", authority),
        new(":path", path),
    ];

    private static async Task<Http2Stream> RequestAsync(Http2Client client, IEnumerable<Http2Field> fields)
    {
        var stream = client.NewStream();
        await stream.SendHeadersAsync(fields);
        return stream;
    }

    // Its SETTINGS come first.
    private static async Task<bool> OffersAsync(Http2Client client)
    {
        await client.SettingsAsync();
        return client.PeerSetting(Setting.EnableConnectProtocol) == 1;
    }

    private async Task<Http2Client> OfferedAsync()
    {
        var client = await H2.DialAsync();
        if (!await OffersAsync(client))
            NotApplicable("the proxy does not offer extended CONNECT: there is no SETTINGS_ENABLE_CONNECT_PROTOCOL of 1");
        return client;
    }

    private async Task AssertMalformedAsync(Http2Client client, Func<Http2Field, bool> which, string because)
    {
        await using var origin = await Origins.ListenAsync();
        var stream = await RequestAsync(client, Fields(origin.Authority, "websocket", "/").Where(which));
        var outcome = await stream.OutcomeAsync();
        await origin.Should().HaveSeenNoConnectionAsync(because);

        // Who knows :protocol, but has no protocol, may say so by 501 (RFC 9220 §3), which warns like any other 5xx.
        AssertMalformed(outcome, because);
    }
}
