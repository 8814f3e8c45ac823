using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ConformanceKit.Fuzz.Kit;
using ConformanceKit.Model;
using ConformanceKit.ReferenceProxy;

namespace ConformanceKit.Fuzz.Differential;

/// <summary>A proxy on this machine: the reference in this process, or an installed program.</summary>
internal sealed class LocalProxy : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly ProxyServer? _server;
    private readonly Process? _process;
    private readonly TemporaryFolder? _folder;

    private LocalProxy(string name, IPEndPoint address, ProxyServer? server, Process? process, TemporaryFolder? folder) =>
        (Name, Address, _server, _process, _folder) = (name, address, server, process, folder);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address { get; }

    /// <summary>The reference.</summary>
    public static LocalProxy StartReference()
    {
        var server = ProxyServer.Start(new() { LingerTimeout = TimeSpan.FromMilliseconds(50) });
        return new("reference", server.EndPoint, server, null, null);
    }

    /// <summary>Squid, which neither caches nor logs, and serves this machine alone.</summary>
    public static Task<LocalProxy> StartSquidAsync() => StartAsync("squid", "squid", (folder, address) =>
    [
        "-N", "-f", Write(folder, "squid.conf", $"""
            http_port {address}
            acl here src 127.0.0.0/8
            acl near dst 127.0.0.0/8
            http_access allow here near
            http_access deny all
            cache deny all
            cache_mem 8 MB
            access_log none
            cache_log {folder.Path}/log
            cache_store_log none
            pid_filename none
            netdb_filename none
            pinger_enable off
            coredump_dir none
            max_filedescriptors 4096
            shutdown_lifetime 0 seconds

            """),
    ]);

    /// <summary>Apache httpd.</summary>
    public static Task<LocalProxy> StartApacheAsync() => StartAsync("apache", "apache2", (folder, address) =>
    [
        "-DFOREGROUND", "-f", Write(folder, "httpd.conf", $"""
            ServerRoot /etc/apache2
            ServerName localhost
            DefaultRuntimeDir {folder.Path}
            PidFile {folder.Path}/pid
            ErrorLog {folder.Path}/log
            Listen {address}
            User www-data
            Group www-data
            LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
            LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
            LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
            LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
            ProxyRequests On
            ProxyVia On
            <Proxy "*">
                Require all granted
            </Proxy>

            """),
    ]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        _folder?.Dispose();
    }

    private static async Task<LocalProxy> StartAsync(
        string name, string program, Func<TemporaryFolder, IPEndPoint, string[]> configure)
    {
        var path = new[] { "/usr/sbin", "/usr/bin", "/usr/local/sbin" }.Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists) ?? throw new UsageException($"{name} is not installed: apt-get install {program}");
        var folder = new TemporaryFolder();
        var address = FreeAddress();
        // What it says about each odd request is not read.
        var process = Process.Start(new ProcessStartInfo(path, configure(folder, address)) { RedirectStandardError = true })!;
        process.BeginErrorReadLine();
        var proxy = new LocalProxy(name, address, null, process, folder);
        for (var clock = Stopwatch.StartNew(); !await ListensAsync(address);)
        {
            if (process.HasExited || clock.Elapsed > s_patience)
            {
                var log = Path.Combine(folder.Path, "log");
                var why = File.Exists(log) ? string.Join(" | ", File.ReadLines(log).TakeLast(3)) : "it wrote no log";
                await proxy.DisposeAsync();
                throw new UsageException($"{name} does not start: {why}");
            }

            await Task.Delay(50);
        }

        return proxy;
    }

    private static async Task<bool> ListensAsync(IPEndPoint address)
    {
        using var probe = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await probe.ConnectAsync(address);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static IPEndPoint FreeAddress()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return (IPEndPoint)probe.LocalEndpoint;
    }

    private static string Write(TemporaryFolder folder, string name, string text)
    {
        var path = Path.Combine(folder.Path, name);
        File.WriteAllText(path, text);
        return path;
    }
}
