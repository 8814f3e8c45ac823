namespace ConformanceKit.ReferenceProxy.Benchmarks.Peers;

/// <summary>Everything that can be measured.</summary>
internal static class PeerKinds
{
    /// <summary>The one that the peers are compared with. Its executable is built next to this one.</summary>
    public static PeerKind Reference { get; } = new("reference", "reference-proxy", null, "--version", TunnelForm.Connect,
        ReferenceArguments)
    { OffersTls = true };

    /// <summary>The peers, in the order in which they run.</summary>
    public static IReadOnlyList<PeerKind> Peers { get; } =
    [
        new("squid", "squid", "squid", "-v", TunnelForm.Connect, Squid.Configure) { OffersTls = true },
        new("apache", "apache2", "apache2", "-v", TunnelForm.Connect, Apache.Configure) { OffersTls = true },
        new("nghttpx", "nghttpx", "nghttp2-proxy", "--version", TunnelForm.Connect, Nghttpx.Configure) { OnlyNamed = true },
        new("tinyproxy", "tinyproxy", "tinyproxy", "-v", TunnelForm.Connect, Tinyproxy.Configure),
        new("haproxy", "haproxy", "haproxy", "-v", TunnelForm.PortForEachOrigin,
            setup => Haproxy.Configure(setup, bufferSize: null)) { OffersTls = true },
        new("haproxy-256k", "haproxy", "haproxy", "-v", TunnelForm.PortForEachOrigin,
            setup => Haproxy.Configure(setup, 256 * 1024)) { OffersTls = true },
        new("direct", null, null, "", TunnelForm.Direct, _ => []),
    ];

    private static string[] ReferenceArguments(PeerSetup setup) =>
    [
        .. setup.CertificateFile is { } file
            ? (string[])["--listen", "127.0.0.1:0", "--tls-listen", $"{setup.Listen}", "--certificate", file, "--key", file]
            : ["--listen", $"{setup.Listen}"],
        "--quiet", "--deny", PeerSetup.Denied, "--max-connections", "30000", "--idle-timeout",
        $"{PeerSetup.IdleSeconds}",
    ];
}
