using ConformanceKit.ReferenceProxy.Benchmarks.Load;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Peers;

/// <summary>The running peers. Whatever happens, <see cref="Dispose"/> ends them, and none starts after it.</summary>
/// <param name="origins">The origins that they reach.</param>
internal sealed class RunningPeers(LoadOrigins origins) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<PeerKind, Peer> _running = [];
    private bool _closed;

    /// <summary>Returns the peer, and starts it if it is not running.</summary>
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

    /// <summary>Waits a few seconds for the peer to stop using CPU; returns false if it does not.</summary>
    public bool IsQuiet(PeerKind kind)
    {
        Peer? peer;
        lock (_lock)
            _running.TryGetValue(kind, out peer);
        return peer is null || peer.IsQuiet();
    }

    /// <summary>Ends the peer if it is running.</summary>
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
