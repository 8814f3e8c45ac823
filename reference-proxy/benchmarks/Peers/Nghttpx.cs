using ConformanceKit.ReferenceProxy.Benchmarks.Load;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Peers;

/// <summary>
/// nghttpx as a forward proxy: it passes every request to an HTTP/1 proxy, because it does not dial origins itself.
/// </summary>
internal static class Nghttpx
{
    /// <summary>Writes nghttpx.conf; returns the arguments.</summary>
    public static string[] Configure(PeerSetup setup) => ["--conf", setup.Folder.Write("nghttpx.conf", $"""
        http2-proxy=yes
        frontend={setup.Listen.Address},{setup.Listen.Port};no-tls
        {Backends(setup)}

        # A thread for each core. Its default is at most 8 connections to the proxy behind it for each origin.
        workers={Environment.ProcessorCount}
        backend-connections-per-host=20000

        # Connections may be quiet for long.
        frontend-http2-read-timeout={PeerSetup.IdleSeconds}
        frontend-read-timeout={PeerSetup.IdleSeconds}
        backend-read-timeout={PeerSetup.IdleSeconds}
        backend-keep-alive-timeout={PeerSetup.IdleSeconds}

        """)];

    private static string Backends(PeerSetup setup) => string.Join('\n', Enumerable.Range(0, LoadOrigins.Addresses)
        .Select(number => LoadOrigins.InTurn(setup.Origins.Gateway, number))
        .Select(address => $"backend={address.Address},{address.Port}"));
}
