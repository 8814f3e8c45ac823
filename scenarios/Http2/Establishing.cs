using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Scenarios.Http2;

/// <summary>CONNECT over a stream: what is asked, and what is answered (RFC 9113 §8.5).</summary>
public sealed class Establishing(string proxy) : Scenario(proxy)
{
    private static readonly string[] s_ofTheConnection =
        ["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"];

    [Requirement("h2/preface", Feature = ProxyFeatures.H2,
        Title = "The proxy begins with SETTINGS, and acknowledges those of the client")]
    public async Task The_proxy_begins_with_SETTINGS_and_acknowledges_those_of_the_client()
    {
        await using var client = await H2.DialAsync();
        await client.SettingsAsync();
        await client.SettingsAckAsync();
    }

    [Requirement("h2/connect", Title = "The 2xx comes without waiting for the origin's first byte, and leaves the stream open")]
    public async Task The_2xx_comes_without_waiting_for_the_origins_first_byte_and_leaves_the_stream_open()
    {
        await using var silent = await Origins.ListenAsync();
        var stream = await H2.ConnectAsync(silent.Authority);
        (await stream.ResponseAsync()).Should().BeSuccessful().And.LeaveTheStreamOpen();
    }

    [Requirement("h2/2xx-only-after-tcp", Title = "There is no 2xx before the origin has accepted")]
    public async Task There_is_no_2xx_before_the_origin_has_accepted()
    {
        await using var blackHole = await Origins.BlackHoleAsync();
        await using var live = await Origins.EchoAsync();
        var stream = await H2.ConnectAsync(blackHole.Authority);
        var sentinel = await H2.ConnectAsync(live.Authority);
        (await sentinel.ResponseAsync()).Should().BeSuccessful();

        // A proxy that answers before it has dialled has done so by the time that a later CONNECT gets its reply. One that has
        // given up on the dial by then is right.
        if (await stream.ExpectSilenceAsync() is not null)
            (await stream.OutcomeAsync()).Should().BeRefused("nothing has accepted the connection");
    }

    [Requirement("h2/alpn-usable", Title = "Where ALPN selects HTTP/2, CONNECT works in it as it does in HTTP/1.1")]
    public async Task Where_ALPN_selects_it_CONNECT_works_as_it_does_in_HTTP_1_1()
    {
        // 1. The listener opens tunnels at all, if the client cannot speak HTTP/2.
        await using var echo = await Origins.EchoAsync();
        var tls = await Proxy.DialTlsAsync(Proxy.H2Listener, new("", "http/1.1"));
        await tls.Inside.SendAsync(Requests.Connect(echo.Authority));
        var response = await tls.Inside.ReadResponseAsync("CONNECT");
        if (!response.IsSuccessful)
            NotApplicable($"the listener opens no tunnel in HTTP/1.1 either: \"{response}\"");

        // 2. So it does for one that can, unless it says that the client has to ask in HTTP/1.1.
        var stream = await H2.ConnectAsync(echo.Authority);
        var outcome = await stream.OutcomeAsync();
        if (outcome is { Response: null, End.Code: ErrorCodes.Http11Required })
            NotApplicable("the proxy asks for HTTP/1.1 by HTTP_1_1_REQUIRED");
        (outcome.Response ?? await stream.ResponseAsync()).Should().BeSuccessful();
        await AssertEchoesAsync(stream, "ALPN has selected HTTP/2");
    }

    [Requirement("h2/es-on-headers", Title = "What becomes of CONNECT with END_STREAM")]
    public async Task What_becomes_of_CONNECT_with_END_STREAM()
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await H2.DialAsync();
        var stream = client.NewStream();
        await stream.SendHeadersAsync([new(":method", "CONNECT"), new(":authority", origin.Authority)], endStream: true);

        var outcome = await stream.OutcomeAsync();
        if (outcome.Response is not { IsSuccessful: true })
        {
            Note($"no tunnel: the proxy {outcome}");
            return;
        }

        var server = await origin.NextConnectionAsync();
        await server.ExpectSilenceAsync();
        Note(server.PeerFinished ? "a tunnel in which the client has ended already: the origin gets FIN"
            : server.PeerReset ? "a tunnel that is ended at once: the origin gets RST"
            : "a tunnel, and the origin does not hear that the client has ended");
    }

    [Requirement("h2/te-trailers", Title = "TE may say that trailers are welcome")]
    public async Task TE_may_say_that_trailers_are_welcome()
    {
        await using var origin = await Origins.ListenAsync();
        var stream = await H2.ConnectAsync(origin.Authority, new Http2Field("te", "trailers"));
        (await stream.ResponseAsync()).Should().BeSuccessful();
    }

    [Requirement("h2/no-content-length-2xx", Title = "A 2xx to CONNECT has neither Content-Length nor Transfer-Encoding")]
    public async Task A_2xx_to_CONNECT_has_neither_Content_Length_nor_Transfer_Encoding()
    {
        await using var origin = await Origins.ListenAsync();
        var stream = await H2.ConnectAsync(origin.Authority);
        (await stream.ResponseAsync()).Should().BeSuccessful().And.NotHaveField("content-length", "transfer-encoding");
    }

    [Requirement("h2/no-connection-fields-response", Title = "No response has a field of the connection")]
    public Task No_response_has_a_field_of_the_connection() =>
        AssertEachResponseAsync(response => response.Should().NotHaveField(s_ofTheConnection));

    [Requirement("h2/response-names-lowercase", Title = "No field name in a response has an upper-case letter")]
    public Task No_field_name_in_a_response_has_an_upper_case_letter() =>
        AssertEachResponseAsync(response => response.Should().HaveLowerCaseNames());

    // One that opens a tunnel, and one that cannot.
    private async Task AssertEachResponseAsync(Action<Http2Response> assertion)
    {
        await using var origin = await Origins.ListenAsync();
        await using var refused = await Origins.RefusedAsync();
        await using var client = await H2.DialAsync();
        assertion(await (await client.ConnectAsync(origin.Authority)).ResponseAsync());
        assertion(await (await client.ConnectAsync(refused.Authority)).ResponseAsync());
    }
}
