using System.Diagnostics;
using System.Net;
using ConformanceKit.ReferenceProxy.Benchmarks.Load;
using ConformanceKit.ReferenceProxy.Benchmarks.Load.Http2;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Peers;

/// <summary>Waits until a peer is ready, which is when it opens a tunnel.</summary>
internal static class Readiness
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(2);

    /// <summary>After this time it has at least started: if it is not running then, it never will be.</summary>
    private static readonly TimeSpan s_begun = TimeSpan.FromSeconds(1);

    /// <summary>Tries until it does; fails after a time limit, with the errors that the peer has reported.</summary>
    public static void Await(Peer peer, IPEndPoint origin, PeerFolder folder)
    {
        var clock = Stopwatch.StartNew();
        while (Refusal(peer, origin) is { } refusal)
        {
            if (clock.Elapsed > s_bound || (clock.Elapsed > s_begun && !peer.Runs))
                throw new LoadFailedException($"{peer.Name} did not start: {refusal}; {folder.LastLines()}");
            Thread.Sleep(20);
        }
    }

    /// <summary>Why it opens no tunnel; null if it does.</summary>
    private static string? Refusal(Peer peer, IPEndPoint origin)
    {
        using var loop = new EventLoop();
        try
        {
            var isOpen = Open(loop, peer, origin);
            loop.RunUntil(isOpen, s_answer, "no tunnel");
            return null;
        }
        catch (LoadFailedException notYet)
        {
            return notYet.Message;
        }
    }

    private static Func<bool> Open(EventLoop loop, Peer peer, IPEndPoint origin)
    {
        if (peer.Http2Entry is null)
        {
            var client = new BulkClient(loop, peer);
            client.Start(origin);
            return () => client.IsOpen;
        }

        var stream = new BulkStream(new Http2Client(loop, peer).Start(), origin);
        stream.Open();
        return () => stream.IsOpen;
    }
}
