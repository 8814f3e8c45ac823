using ConformanceKit.ReferenceProxy.Forwarding;

namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>
/// The connections to origins that are kept for the next requests of one client connection. Each serves one stream at a time, so
/// streams at the same time need as many (RFC 9112 §9.3). With only one kept, the benchmark measures a quarter of the GETs.
/// </summary>
internal sealed class KeptOrigins : IDisposable
{
    private const int Most = 32;

    private readonly Lock _gate = new();
    private readonly List<(string Authority, KeptOrigin Origin)> _kept = [];

    /// <summary>Takes the one that has been kept last for that authority, or one without a connection.</summary>
    public KeptOrigin Take(string authority)
    {
        lock (_gate)
        {
            var last = _kept.FindLastIndex(kept => kept.Authority == authority);
            if (last < 0)
                return new KeptOrigin();
            var origin = _kept[last].Origin;
            _kept.RemoveAt(last);
            return origin;
        }
    }

    /// <summary>Keeps it, if it has a connection. The one that has waited longest makes room.</summary>
    public void Keep(string authority, KeptOrigin origin)
    {
        if (origin.IsEmpty)
            return;
        lock (_gate)
        {
            _kept.Add((authority, origin));
            if (_kept.Count <= Most)
                return;
            _kept[0].Origin.Dispose();
            _kept.RemoveAt(0);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _kept.ForEach(kept => kept.Origin.Dispose());
}
