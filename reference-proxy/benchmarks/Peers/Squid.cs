namespace ConformanceKit.ReferenceProxy.Benchmarks.Peers;

/// <summary>Squid as a forward proxy that neither caches nor logs.</summary>
internal static class Squid
{
    /// <summary>Writes squid.conf; returns the arguments.</summary>
    public static string[] Configure(PeerSetup setup) => ["-N", "-d1", "-f", setup.Folder.Write("squid.conf", $"""
        {(setup.CertificateFile is { } file ? $"https_port {setup.Listen} tls-cert={file}" : $"http_port {setup.Listen}")}
        acl here src 127.0.0.0/8
        acl denied dstdomain -n {PeerSetup.Denied}
        http_access deny denied
        http_access allow here
        http_access deny all

        # Only relaying: no cache, no log, no statistics on disk, none of its helpers.
        cache deny all
        cache_mem 8 MB
        access_log none
        cache_log /dev/null
        cache_store_log none
        pid_filename none
        netdb_filename none
        pinger_enable off
        coredump_dir none

        # As many connections as the system allows, which may stay quiet for long.
        max_filedescriptors 65536
        client_idle_pconn_timeout {PeerSetup.IdleSeconds} seconds
        server_idle_pconn_timeout {PeerSetup.IdleSeconds} seconds
        read_timeout {PeerSetup.IdleSeconds} seconds
        shutdown_lifetime 0 seconds

        """)];
}
