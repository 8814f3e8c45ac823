using ConformanceKit.ScriptedProxies;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Scenarios.Clients.Behaviours;

/// <summary>Proxies that speak HTTP/2 inside TLS, and open tunnels as streams (RFC 9113 §8.5).</summary>
public static class Http2Tunnels
{
    // Some whole records of TLS: a client sees the beginning of the page.
    private const int Part = 40_000;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Behaviour> All { get; } =
    [
        Opening("h2-opens", "opens tunnels as streams of HTTP/2", new Http2Field(":status", "200")),
        Opening("h2-opens-with-length", "opens them with content-length", new(":status", "200"), new("content-length", "10")),
        Opening("h2-opens-with-connection", "opens them with a field of the connection",
            new(":status", "200"), new("connection", "keep-alive")),
        Opening("h2-opens-with-upper-case", "opens them with a field name in upper case",
            new(":status", "200"), new("Via", "2 p")),
        Opening("h2-opens-either", "opens tunnels, and says that it takes extended CONNECT",
            new Http2Field(":status", "200")) with
        {
            Http2Settings = [new(Setting.EnableConnectProtocol, 1)],
        },
        Each("h2-resets", "relays a part of the page, and resets the stream with CONNECT_ERROR", async (connection, request) =>
        {
            await connection.AnswerAsync(request, new Http2Field(":status", "200"));
            await connection.TunnelAsync(request, Part);
            await connection.SendAsync(Frame.RstStream(request.Stream, ErrorCodes.ConnectError));
        }),
        Each("h2-refuses-first", "refuses the first stream with REFUSED_STREAM, and opens others", async (connection, request) =>
        {
            if (connection.Number == 1 && request.Stream == 1)
                await connection.SendAsync(Frame.RstStream(request.Stream, ErrorCodes.RefusedStream));
            else
                await OpenAsync(connection, request, new Http2Field(":status", "200"));
        }),
        Each("h2-goes-away-first", "ends the first connection with GOAWAY instead of answering", async (connection, request) =>
        {
            if (connection.Number > 1)
            {
                await OpenAsync(connection, request, new Http2Field(":status", "200"));
                return;
            }

            await connection.SendAsync(Frame.GoAway(0, ErrorCodes.NoError));
            connection.Wire.ShutdownSend();
        }),
    ];

    /// <summary>The one with a name.</summary>
    /// <param name="name">The name.</param>
    public static Behaviour Of(string name) => All.Single(behaviour => behaviour.Name == name);

    private static Behaviour Opening(string name, string does, params Http2Field[] fields) =>
        Each(name, does, (connection, request) => OpenAsync(connection, request, fields));

    private static Behaviour Each(string name, string does, Func<Http2ProxyConnection, Http2ProxyRequest, Task> serveAsync) =>
        new(name, does, Openings.Of("opens").ServeAsync)
        {
            Certificate = ProxyCertificate.Trusted,
            ServeHttp2Async = async connection =>
            {
                var streams = new List<Task>();
                while (await connection.RequestAsync() is { } request)
                    streams.Add(serveAsync(connection, request));
                await Task.WhenAll(streams);
            },
        };

    private static async Task OpenAsync(Http2ProxyConnection connection, Http2ProxyRequest request, params Http2Field[] fields)
    {
        await connection.AnswerAsync(request, fields);
        await connection.TunnelAsync(request);
        await connection.EndOfAsync(request, s_patience);
    }
}
