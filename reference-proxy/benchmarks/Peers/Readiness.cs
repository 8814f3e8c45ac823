using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ConformanceKit.ReferenceProxy.Benchmarks.Load;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Peers;

/// <summary>Waits until a peer is ready, which is when it opens a tunnel.</summary>
internal static class Readiness
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(15);

    /// <summary>After this time it has at least started: if it is not running then, it never will be.</summary>
    private static readonly TimeSpan s_begun = TimeSpan.FromSeconds(1);

    /// <summary>Tries until it does; fails after a time limit, with the errors that the peer has reported.</summary>
    public static void Await(Peer peer, IPEndPoint origin, PeerFolder folder)
    {
        var clock = Stopwatch.StartNew();
        while (!GivesTunnel(peer, origin))
        {
            if (clock.Elapsed > s_bound || (clock.Elapsed > s_begun && !peer.Runs))
                throw new LoadFailedException($"{peer.Name} did not start: {folder.LastLines()}");
            Thread.Sleep(20);
        }
    }

    private static bool GivesTunnel(Peer peer, IPEndPoint origin)
    {
        try
        {
            using var client = new TcpClient { ReceiveTimeout = 2000 };
            client.Connect(peer.Entry(origin));
            if (!peer.NeedsConnect)
                return true;
            var stream = client.GetStream();
            stream.Write(Encoding.ASCII.GetBytes($"CONNECT {origin} HTTP/1.1\r\nHost: {origin}\r\n\r\n"));
            var line = new StreamReader(stream, Encoding.Latin1).ReadLine() ?? "";
            return line.StartsWith("HTTP/1.", StringComparison.Ordinal) && line.Contains(" 200 ", StringComparison.Ordinal);
        }
        catch (Exception notYet) when (notYet is SocketException or IOException)
        {
            return false;
        }
    }
}
