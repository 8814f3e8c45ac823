using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>
/// Detects whether the kernel tracks connections on loopback, as it does once a rule of a firewall or a container runtime
/// requires it. It keeps each entry for two minutes after the connection ends: opening tunnels fills the table in some seconds,
/// and the kernel then drops packets.
/// </summary>
internal static class ConnectionTracking
{
    private const string Count = "/proc/sys/net/netfilter/nf_conntrack_count";
    private const int Connections = 32;

    /// <summary>
    /// Opens some connections and checks whether the count grows by about as many; others may come and go meanwhile.
    /// </summary>
    public static bool IsOn()
    {
        if (!File.Exists(Count))
            return false;
        var before = Read();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(Connections);
        var clients = Enumerable.Range(0, Connections).Select(_ => new TcpClient()).ToList();
        clients.ForEach(client => client.Connect((IPEndPoint)listener.LocalEndpoint));
        var after = Read();
        clients.ForEach(client => client.Dispose());
        return after - before > Connections / 2;
    }

    private static int Read() => int.Parse(File.ReadAllText(Count), CultureInfo.InvariantCulture);
}
