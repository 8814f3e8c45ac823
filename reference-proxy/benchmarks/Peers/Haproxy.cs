using System.Net;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Peers;

/// <summary>
/// HAProxy is no forward proxy: it knows no CONNECT. In TCP mode it relays to one origin from each of its ports, which is the
/// ceiling of what a relay through user space can do here; its HTTP mode is the same for requests.
/// </summary>
internal static class Haproxy
{
    /// <summary>The origins listen on as many addresses, so that no pair of addresses runs out of ports.</summary>
    private const int OriginAddresses = 8;

    /// <summary>Writes haproxy.cfg; returns the arguments.</summary>
    public static string[] Configure(PeerSetup setup, int? bufferSize) => ["-db", "-q", "-f", setup.Folder.Write("haproxy.cfg", $"""
        global
            {(bufferSize is { } size ? $"tune.bufsize {size}" : "# tune.bufsize stays at its default")}

        defaults
            timeout connect 10s
            timeout client {PeerSetup.IdleSeconds}s
            timeout server {PeerSetup.IdleSeconds}s
            timeout http-keep-alive {PeerSetup.IdleSeconds}s
            timeout http-request {PeerSetup.IdleSeconds}s

        listen echo
            mode tcp
            bind {setup.Listen}
        {Servers(setup.Origins.Echo, OriginAddresses)}

        listen source
            mode tcp
            bind {setup.ListenSource}
        {Servers(setup.Origins.Source, OriginAddresses)}

        # One server, or each request would go to another and none would find its connection again.
        listen http
            mode http
            bind {setup.ListenHttp}
        {Servers(setup.Origins.Http, 1)}

        """)];

    private static string Servers(IPEndPoint origin, int count) => string.Join('\n', Enumerable.Range(1, count)
        .Select(number => $"    server origin{number} 127.0.0.{number}:{origin.Port}"));
}
