using ConformanceKit.Clients;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Scenarios.Clients.Behaviours;
using ConformanceKit.ScriptedProxies;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Scenarios.Clients;

/// <summary>Tunnels as streams of HTTP/2 to the proxy (RFC 9113 §8.5).</summary>
public sealed class Streams(string client) : ClientRow(client)
{
    private static readonly string[] s_expected = [":authority", ":method"];

    [Requirement("client/h2-shape", Feature = ClientFeatures.Http2Proxy,
        Title = "CONNECT on a stream has :method and :authority, and no other pseudo-header field")]
    public async Task CONNECT_on_a_stream_has_method_and_authority_alone()
    {
        var (answer, proxy, origin) = await FetchInHttp2Async("h2-opens");
        var request = proxy.Streams[0];
        var pseudo = request.Fields.Select(field => field.Name).Where(name => name.StartsWith(':'))
            .Order(StringComparer.Ordinal);
        Require(pseudo.SequenceEqual(s_expected), ReasonIds.FieldPresent,
            $"expected :method and :authority alone, but got {string.Join(", ", pseudo)}");
        Require(request.Find(":method") == "CONNECT" && request.Find(":authority") == origin.Authority, ReasonIds.FieldValue,
            $"expected CONNECT to {origin.Authority}, but got {request.Find(":method")} to {request.Find(":authority")}");
        answer.Should().BeTheOrigins(Content);
    }

    [Requirement("client/h2-websocket", Feature = ClientFeatures.Http2Proxy,
        Title = "A WebSocket goes through a tunnel, even if the proxy takes extended CONNECT")]
    public async Task A_WebSocket_goes_through_a_tunnel()
    {
        RequireFeature(ClientFeatures.WebSocket);
        await using var origin = await Origins.WebSocketTlsAsync(pushFirst: Content);
        var proxy = Proxies.Listen(Http2Tunnels.Of("h2-opens-either"), origin);
        var answer = await Client.FetchAsync($"wss://{origin.Authority}/", proxy);
        Require(proxy.Streams.Count > 0, ReasonIds.RequestFailed, "expected CONNECT on a stream of HTTP/2, but there was none");
        var request = proxy.Streams[0];
        Require(request.Find(":protocol") is null, ReasonIds.FieldPresent,
            $"expected a tunnel to the origin, but got :protocol {request.Find(":protocol")}: the proxy would read the messages");
        answer.Should().BeTheOrigins(Content);
    }

    [Requirement("client/h2-one-connection", Feature = ClientFeatures.Http2Proxy,
        Title = "Tunnels through one proxy share a connection")]
    public async Task Tunnels_through_one_proxy_share_a_connection()
    {
        // The origin ends each of its connections, so what it redirects to needs a second tunnel.
        RequireFeature(ClientFeatures.Redirects);
        var (answer, proxy, _) = await FetchInHttp2Async(
            Http2Tunnels.Of("h2-opens"), ["HTTP/1.1 302 Found\r\nLocation: /page\r\nContent-Length: 0\r\n\r\n", Page]);
        if (proxy.Streams.Count == 1)
            NotApplicable("the client does not follow this redirect");
        var connections = proxy.Streams.Select(request => request.Connection).Distinct().Count();
        Require(connections == 1, ReasonIds.TooMany,
            $"expected one connection in HTTP/2, but the client made {connections} for {proxy.Streams.Count} tunnels");
        answer.Should().BeTheOrigins(Content);
    }

    [Requirement("client/h2-es", Feature = ClientFeatures.Http2Proxy,
        Title = "END_STREAM from the proxy is answered with END_STREAM")]
    public async Task END_STREAM_is_answered_with_END_STREAM()
    {
        var ended = new TaskCompletionSource<Frame?>();
        var opens = Http2Tunnels.Of("h2-opens");
        var (answer, _, _) = await FetchInHttp2Async(opens with
        {
            ServeHttp2Async = async connection =>
            {
                var request = await connection.RequestAsync();
                await connection.AnswerAsync(request!, new Http2Field(":status", "200"));
                await connection.TunnelAsync(request!);
                ended.TrySetResult(await connection.EndOfAsync(request!, Waits.Quiet));
            },
        });
        answer.Should().BeTheOrigins(Content);
        var end = await ended.Task.WaitAsync(Waits.Reply, Cancel);
        Require(end is { EndsStream: true }, ReasonIds.NotClosed,
            $"expected END_STREAM after the proxy's, but {(end is null ? "nothing came" : $"{end} came")}");
    }

    [Requirement("client/h2-reset", Feature = ClientFeatures.Http2Proxy, Title = "A stream that is reset is no complete page")]
    public async Task A_stream_that_is_reset_is_no_complete_page()
    {
        // TLS and a page that is longer than what is relayed of it.
        var page = $"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{new string('x', 100_000)}";
        var (answer, _, _) = await FetchInHttp2Async(Http2Tunnels.Of("h2-resets"), [page]);
        answer.Should().BeAnError("the origin's connection was reset in the middle of its response");
    }

    [Requirement("client/h2-refused", Feature = ClientFeatures.Http2Proxy,
        Title = "A stream that is refused is tried again, or an error")]
    public Task A_stream_that_is_refused_is_tried_again_or_an_error() => EndsAsync("h2-refuses-first");

    [Requirement("client/h2-goaway", Feature = ClientFeatures.Http2Proxy,
        Title = "A connection that goes away is replaced, or an error")]
    public Task A_connection_that_goes_away_is_replaced_or_an_error() => EndsAsync("h2-goes-away-first");

    [Requirement("client/h2-malformed-2xx", Feature = ClientFeatures.Http2Proxy, Title = "A malformed 2xx opens no tunnel")]
    [Input("connection", "h2-opens-with-connection")]
    [Input("content-length", "h2-opens-with-length")]
    [Input("upper-case", "h2-opens-with-upper-case")]
    public async Task A_malformed_2xx_opens_no_tunnel(string behaviour)
    {
        var (answer, _, _) = await FetchInHttp2Async(behaviour);
        if (behaviour == "h2-opens-with-length")
            answer.Should().BeTheOrigins(Content, "content-length in a 2xx to CONNECT is ignored");
        else
            answer.Should().BeAnError("the response is malformed");
    }

    private async Task EndsAsync(string behaviour)
    {
        var (answer, _, _) = await FetchInHttp2Async(Http2Tunnels.Of(behaviour), patience: Impatience);
        Require(!answer.WasEnded, ReasonIds.NotEnded, "expected another attempt or an error, but the client had to be ended");
        Note(answer.Succeeded ? "the client tries again" : $"the client reports an error: {answer.Error}");
        if (answer.Succeeded)
            answer.Should().BeTheOrigins(Content);
    }

    private Task<(ClientAnswer Answer, ScriptedProxy Proxy, HttpOrigin Origin)> FetchInHttp2Async(string behaviour) =>
        FetchInHttp2Async(Http2Tunnels.Of(behaviour));

    private async Task<(ClientAnswer Answer, ScriptedProxy Proxy, HttpOrigin Origin)> FetchInHttp2Async(
        Behaviour behaviour, string[]? pages = null, TimeSpan? patience = null)
    {
        var origin = await Origins.HttpsClosingAsync(pages ?? [Page]);
        var proxy = Proxies.Listen(behaviour, origin);
        var answer = await Client.FetchAsync(origin.Https("/"), proxy, patience: patience);
        Require(proxy.Streams.Count > 0, ReasonIds.RequestFailed, "expected CONNECT on a stream of HTTP/2, but there was none");
        return (answer, proxy, origin);
    }
}
