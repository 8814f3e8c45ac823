using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>
/// Whether the kernel tracks connections on loopback here, as it does once a rule of a firewall or of a container runtime asks
/// for it. It keeps each for two minutes after its end: the table is full after some seconds of opening tunnels, and then drops
/// whatever comes.
/// </summary>
internal static class ConnectionTracking
{
    private const string Count = "/proc/sys/net/netfilter/nf_conntrack_count";
    private const int Connections = 32;

    /// <summary>Opens some and looks whether about as many are added to the count; others can come and go meanwhile.</summary>
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
