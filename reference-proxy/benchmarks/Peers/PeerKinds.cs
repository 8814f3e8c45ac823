namespace ConformanceKit.ReferenceProxy.Benchmarks.Peers;

/// <summary>Everything that can be measured.</summary>
internal static class PeerKinds
{
    /// <summary>The one that the peers are compared with. Its executable is built next to this one.</summary>
    public static PeerKind Reference { get; } = new("reference", "reference-proxy", null, "--version", TunnelForm.Connect,
        ReferenceArguments);

    /// <summary>The peers, in the order in which they run.</summary>
    public static IReadOnlyList<PeerKind> Peers { get; } =
    [
        new("squid", "squid", "squid", "-v", TunnelForm.Connect, Squid.Configure),
        new("apache", "apache2", "apache2", "-v", TunnelForm.Connect, Apache.Configure),
        new("tinyproxy", "tinyproxy", "tinyproxy", "-v", TunnelForm.Connect, Tinyproxy.Configure),
        new("haproxy", "haproxy", "haproxy", "-v", TunnelForm.PortForEachOrigin,
            setup => Haproxy.Configure(setup, bufferSize: null)),
        new("haproxy-256k", "haproxy", "haproxy", "-v", TunnelForm.PortForEachOrigin,
            setup => Haproxy.Configure(setup, 256 * 1024)),
        new("direct", null, null, "", TunnelForm.Direct, _ => []),
    ];

    private static string[] ReferenceArguments(PeerSetup setup) =>
    [
        "--listen", $"{setup.Listen}", "--quiet", "--deny", PeerSetup.Denied, "--max-connections", "30000", "--idle-timeout",
        $"{PeerSetup.IdleSeconds}",
    ];
}
