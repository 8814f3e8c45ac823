namespace ConformanceKit.ReferenceProxy.Benchmarks.Peers;

/// <summary>Tinyproxy, which gives each connection a thread.</summary>
internal static class Tinyproxy
{
    /// <summary>Writes tinyproxy.conf; returns the arguments.</summary>
    public static string[] Configure(PeerSetup setup) => ["-d", "-c", setup.Folder.Write("tinyproxy.conf", $"""
        Listen {setup.Listen.Address}
        Port {setup.Listen.Port}
        LogFile "{setup.Folder.Log}"
        LogLevel Critical
        MaxClients 30000
        Timeout {PeerSetup.IdleSeconds}

        """)];
}
