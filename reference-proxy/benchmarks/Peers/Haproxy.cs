using System.Net;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Peers;

/// <summary>
/// HAProxy, which is not a forward proxy: it does not support CONNECT. In TCP mode it relays each of its ports to one origin,
/// which is the ceiling of what a relay through user space can do here; its HTTP mode is the same for requests.
/// </summary>
internal static class Haproxy
{
    /// <summary>How many addresses the origins listen on, so that no pair of addresses runs out of ports.</summary>
    private const int OriginAddresses = 8;

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

        {Listen(setup, "echo", "tcp", setup.Origins.Echo)}
        {Listen(setup, "greeting", "tcp", setup.Origins.Greeting)}
        {Listen(setup, "source", "tcp", setup.Origins.Source)}
        {Listen(setup, "http", "http", setup.Origins.Http)}
        {Listen(setup, "sink", "http", setup.Origins.Sink)}
        {Listen(setup, "chunks", "http", setup.Origins.Chunks)}
        {Listen(setup, "interim", "http", setup.Origins.Interim)}

        """)];

    // In HTTP mode one server: otherwise requests would go to different servers and never reuse their connections.
    private static string Listen(PeerSetup setup, string name, string mode, IPEndPoint origin) => $"""

        listen {name}
            mode {mode}
            bind {setup.EntryTo(origin)}{(setup.CertificateFile is { } file ? $" ssl crt {file}" : "")}
        {(mode == "http" ? $"    http-request deny if {{ hdr(host) {PeerSetup.Denied} }}" : "")}
        {Servers(origin, mode == "http" ? 1 : OriginAddresses)}
        """;

    private static string Servers(IPEndPoint origin, int count) => string.Join('\n', Enumerable.Range(1, count)
        .Select(number => $"    server origin{number} 127.0.0.{number}:{origin.Port}"));
}
