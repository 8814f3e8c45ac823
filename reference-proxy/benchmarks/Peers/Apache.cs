namespace ConformanceKit.ReferenceProxy.Benchmarks.Peers;

/// <summary>Apache httpd (event MPM) as a forward proxy that does not log requests.</summary>
internal static class Apache
{
    /// <summary>Writes httpd.conf; returns the arguments.</summary>
    public static string[] Configure(PeerSetup setup) => ["-DFOREGROUND", "-f", setup.Folder.Write("httpd.conf", $"""
        ServerRoot /etc/apache2
        ServerName localhost
        DefaultRuntimeDir {setup.Folder.Path}
        PidFile {setup.Folder.File("pid")}
        ErrorLog {setup.Folder.Log}
        LogLevel error
        Listen {setup.Listen}
        User www-data
        Group www-data

        LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
        LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
        LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
        LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
        LoadModule proxy_connect_module /usr/lib/apache2/modules/mod_proxy_connect.so

        {InTls(setup)}
        {OverHttp2(setup)}

        ProxyRequests On
        AllowCONNECT 1-65535
        <Proxy "*">
            Require all granted
        </Proxy>

        # A tunnel holds a thread: enough of them for ten thousand, started on demand.
        ServerLimit 40
        ThreadLimit 256
        ThreadsPerChild 256
        MaxRequestWorkers 10240
        StartServers 2
        MinSpareThreads 256
        MaxSpareThreads 10240
        MaxConnectionsPerChild 0

        # Connections are kept, and may be quiet for long.
        KeepAlive On
        MaxKeepAliveRequests 0
        KeepAliveTimeout {PeerSetup.IdleSeconds}
        Timeout {PeerSetup.IdleSeconds}
        ProxyTimeout {PeerSetup.IdleSeconds}

        """)];

    // A stream holds a thread, too: enough of them for all streams of a process's connections.
    private static string OverHttp2(PeerSetup setup) => setup.SpeaksHttp2
        ? """
        LoadModule http2_module /usr/lib/apache2/modules/mod_http2.so
        Protocols h2c http/1.1
        H2ProxyRequests On
        H2MaxWorkers 10240
        """
        : "";

    private static string InTls(PeerSetup setup) => setup.CertificateFile is { } file
        ? $"""
        LoadModule ssl_module /usr/lib/apache2/modules/mod_ssl.so
        SSLEngine on
        SSLCertificateFile {file}
        """
        : "";
}
