using ConformanceKit.ReferenceProxy.Benchmarks.Load;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Peers;

/// <summary>The peers that run now. Whatever happens, <see cref="Dispose"/> ends them, and none starts after it.</summary>
/// <param name="origins">What they reach.</param>
internal sealed class RunningPeers(LoadOrigins origins) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<PeerKind, Peer> _running = [];
    private bool _closed;

    /// <summary>The peer, started if it does not run yet.</summary>
    public Peer Get(PeerKind kind)
    {
        lock (_lock)
        {
            if (_closed)
                throw new OperationCanceledException();
            if (!_running.TryGetValue(kind, out var peer))
                _running.Add(kind, peer = Peer.Start(kind, origins));
            return peer;
        }
    }

    /// <summary>Waits for some seconds until the peer uses no CPU any more; false when it goes on.</summary>
    public bool IsQuiet(PeerKind kind)
    {
        Peer? peer;
        lock (_lock)
            _running.TryGetValue(kind, out peer);
        return peer is null || peer.IsQuiet();
    }

    /// <summary>Ends the peer if it runs.</summary>
    public void End(PeerKind kind)
    {
        lock (_lock)
        {
            if (_running.Remove(kind, out var peer))
                peer.Dispose();
        }
    }

    /// <summary>Ends all.</summary>
    public void EndAll()
    {
        lock (_lock)
        {
            Parallel.ForEach(_running.Values, peer => peer.Dispose());
            _running.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            EndAll();
        }
    }
}
