using System.Net;
using ConformanceKit.ReferenceProxy.Benchmarks.Load;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Peers;

/// <summary>
/// HAProxy, which is not a forward proxy. In TCP mode it relays each of its ports to one origin, which is the ceiling of what a
/// relay through user space can do here; its HTTP mode is the same for requests. With HTTP/2, a proxy is behind it.
/// </summary>
internal static class Haproxy
{
    /// <summary>Writes haproxy.cfg; returns the arguments.</summary>
    public static string[] Configure(PeerSetup setup, int? bufferSize) =>
        ["-db", "-q", "-f", setup.Folder.Write("haproxy.cfg", $"""
        global
            {(bufferSize is { } size ? $"tune.bufsize {size}" : "# tune.bufsize stays at its default")}

        defaults
            timeout connect 10s
            timeout client {PeerSetup.IdleSeconds}s
            timeout server {PeerSetup.IdleSeconds}s
            timeout http-keep-alive {PeerSetup.IdleSeconds}s
            timeout http-request {PeerSetup.IdleSeconds}s

        {(setup.SpeaksHttp2 ? Http2(setup) : Http1(setup))}

        """)];

    private static string Http1(PeerSetup setup) => $"""
        {Listen(setup, "echo", "tcp", setup.Origins.Echo)}
        {Listen(setup, "greeting", "tcp", setup.Origins.Greeting)}
        {Listen(setup, "source", "tcp", setup.Origins.Source)}
        {Listen(setup, "http", "http", setup.Origins.Http)}
        {Listen(setup, "sink", "http", setup.Origins.Sink)}
        {Listen(setup, "chunks", "http", setup.Origins.Chunks)}
        {Listen(setup, "interim", "http", setup.Origins.Interim)}
        """;

    // In HTTP/2 it does support CONNECT, if a proxy is behind it.
    private static string Http2(PeerSetup setup) => $"""

        frontend h2
            mode http
            timeout tunnel {PeerSetup.IdleSeconds}s
            bind {setup.Listen} proto h2
            use_backend tunnels if METH_CONNECT
            default_backend requests

        backend tunnels
            mode http
            timeout tunnel {PeerSetup.IdleSeconds}s
        {Servers(setup.Origins.Gateway, LoadOrigins.Addresses)}

        backend requests
            mode http
        {Servers(setup.Origins.Gateway, 1)}
        """;

    // In HTTP mode one server: otherwise requests would go to different servers and never reuse their connections.
    private static string Listen(PeerSetup setup, string name, string mode, IPEndPoint origin) => $"""

        listen {name}
            mode {mode}
            bind {setup.EntryTo(origin)}{(setup.CertificateFile is { } file ? $" ssl crt {file}" : "")}
        {(mode == "http" ? $"    http-request deny if {{ hdr(host) {PeerSetup.Denied} }}" : "")}
        {Servers(origin, mode == "http" ? 1 : LoadOrigins.Addresses)}
        """;

    private static string Servers(IPEndPoint origin, int count) => string.Join('\n', Enumerable.Range(1, count)
        .Select(number => $"    server origin{number} {LoadOrigins.InTurn(origin, number - 1)}"));
}
