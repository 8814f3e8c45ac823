using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>What the two ends of the tunnels of an exchange have recorded inside TLS.</summary>
/// <param name="events">The exchange.</param>
internal sealed class TlsLayer(IReadOnlyList<AnnotatedEvent> events)
{
    private readonly HashSet<string> _intercepted = [.. events.Where(one => one.IsForeign).Select(one => one.Tunnel)];

    // By tunnel and sender: what was recorded where it was sent, and what was recorded where it was to be read.
    private readonly ILookup<(string Tunnel, Party From), AnnotatedEvent> _sent = events
        .Where(one => one.Tls == TlsPart.Inside && one.Event.From != Party.Proxy)
        .ToLookup(one => (one.Tunnel, one.Event.From));

    private readonly ILookup<(string Tunnel, Party From), AnnotatedEvent> _read = events
        .Where(one => one.Tls == TlsPart.Inside && one.Event.From == Party.Proxy)
        .ToLookup(one => (one.Tunnel, AnnotatedEvent.Far(one.Event.To)));

    private readonly Dictionary<(string Tunnel, Party From), long> _sentSoFar = [];

    /// <summary>Whether the TLS in that tunnel ends at the proxy.</summary>
    public bool EndsAtProxy(string tunnel) => _intercepted.Contains(tunnel);

    /// <summary>Whether the sender of what was read has recorded it too.</summary>
    public bool IsRecordedTwice(AnnotatedEvent read) => _sent.Contains((read.Tunnel, AnnotatedEvent.Far(read.Event.To)));

    /// <summary>
    /// Whether the other end was watched, and did not read what is sent here. To be called once for each event, in time order.
    /// </summary>
    public bool IsUnread(AnnotatedEvent sent)
    {
        var stream = (sent.Tunnel, sent.Event.From);
        var soFar = _sentSoFar[stream] = _sentSoFar.GetValueOrDefault(stream) + sent.Event.Length;
        if (!_read.Contains(stream) && !_sent.Contains((sent.Tunnel, AnnotatedEvent.Far(sent.Event.From))))
            return false;
        return sent.Event.Kind == ExchangeKind.Bytes
            ? soFar > _read[stream].Sum(read => read.Event.Length)
            : _read[stream].All(read => read.Event.Kind != sent.Event.Kind);
    }
}
