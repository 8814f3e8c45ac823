using System.Diagnostics;

namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>Which streams of a connection are open, and what is known of the others (RFC 9113 §5.1).</summary>
internal sealed class StreamTable
{
    private const int Remembered = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, Http2Stream> _open = [];
    private readonly Dictionary<int, bool> _closed = [];
    private readonly Queue<int> _oldest = [];
    private bool _isRefusing;
    private bool _isDraining;

    /// <summary>The last stream that the client has opened, or tried to open.</summary>
    public int Last { get; private set; }

    /// <summary>Called when no stream is open and none will be opened.</summary>
    public Action OnDrained { get; set; } = () => { };

    /// <summary>When the last open stream was closed, or the connection began.</summary>
    public long QuietSince { get; private set; } = Stopwatch.GetTimestamp();

    /// <summary>How many streams are open, or half-closed.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _open.Count;
        }
    }

    /// <summary>The streams that are open now.</summary>
    public IReadOnlyList<Http2Stream> Open
    {
        get
        {
            lock (_gate)
                return [.. _open.Values];
        }
    }

    /// <summary>The stream, if it is open.</summary>
    public Http2Stream? Find(int id)
    {
        lock (_gate)
            return _open.GetValueOrDefault(id);
    }

    /// <summary>Whether the client has not opened this stream yet: it opens odd ones, in ascending order (§5.1.1).</summary>
    public bool IsIdle(int id) => id > Last || id % 2 == 0;

    /// <summary>
    /// Whether the stream was reset here while the client could still be sending: then frames on it are ignored, which may have
    /// left before the client knew. Null if it is not remembered, because it was closed long ago, or never opened.
    /// </summary>
    public bool? WasReset(int id)
    {
        lock (_gate)
            return _closed.TryGetValue(id, out var reset) ? reset : null;
    }

    /// <summary>The client opens a stream; false if no more are accepted, and then it is remembered as reset.</summary>
    public bool TryOpen(Http2Stream stream, int most)
    {
        lock (_gate)
        {
            Last = stream.Id;
            if (_isRefusing || _open.Count >= most)
            {
                Remember(stream.Id, wasReset: true);
                return false;
            }

            _open.Add(stream.Id, stream);
            return true;
        }
    }

    /// <summary>A side has ended a stream: it is closed once both have.</summary>
    public void Ended(Http2Stream stream)
    {
        bool isDrained;
        lock (_gate)
        {
            if (!stream.IsClosed || !_open.Remove(stream.Id))
                return;
            Remember(stream.Id, stream.WasResetHere);
            QuietSince = Stopwatch.GetTimestamp();
            isDrained = _isDraining && _open.Count == 0;
        }

        if (isDrained)
            OnDrained();
    }

    /// <summary>No more streams are accepted.</summary>
    public void Refuse()
    {
        lock (_gate)
            _isRefusing = true;
    }

    /// <summary>The end has been announced: it has come if no stream is open, and otherwise when the last one is closed.</summary>
    public void Drain()
    {
        bool isDrained;
        lock (_gate)
        {
            _isDraining = true;
            isDrained = _open.Count == 0;
        }

        if (isDrained)
            OnDrained();
    }

    private void Remember(int id, bool wasReset)
    {
        _closed[id] = wasReset;
        _oldest.Enqueue(id);
        if (_oldest.Count > Remembered)
            _closed.Remove(_oldest.Dequeue());
    }
}
