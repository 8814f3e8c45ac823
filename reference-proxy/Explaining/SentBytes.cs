using System.Runtime.InteropServices;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>
/// What client and origin sent in a whole exchange, to tell whether what comes out of a tunnel went in at the other end.
/// </summary>
internal sealed class SentBytes
{
    private readonly Dictionary<(Party From, string Connection), List<byte>> _streams = [];

    // Parties of which some bytes were not kept: they may have sent anything.
    private readonly HashSet<Party> _cut = [];

    /// <summary>Collects all that was sent.</summary>
    /// <param name="events">The exchange.</param>
    public SentBytes(IEnumerable<ExchangeEvent> events)
    {
        foreach (var happened in events.Where(happened => happened.Kind != ExchangeKind.Note))
        {
            // 1. The connection was watched, even if nothing was sent on it.
            var party = happened.From == Party.Client || happened.To == Party.Client ? Party.Client : Party.Origin;
            if (!_streams.TryGetValue((party, happened.Connection), out var stream))
                _streams[(party, happened.Connection)] = stream = [];

            // 2. What the party sent on it.
            if (happened.Kind != ExchangeKind.Bytes || happened.From != party)
                continue;
            if (happened.Length > happened.Bytes.Length)
                _cut.Add(party);
            stream.AddRange(happened.Bytes.Span);
        }
    }

    /// <summary>
    /// Whether the party certainly never sent these bytes in sequence, on any of its connections and in whatever pieces. So
    /// neither which connections belong together nor the order of recording matters.
    /// </summary>
    /// <param name="from">The party.</param>
    /// <param name="bytes">The bytes that were kept.</param>
    /// <param name="length">How many arrived.</param>
    public bool Lack(Party from, ReadOnlySpan<byte> bytes, long length)
    {
        if (length > bytes.Length || _cut.Contains(from))
            return false;
        var watched = false;
        foreach (var (key, stream) in _streams)
        {
            if (key.From != from)
                continue;
            watched = true;
            if (CollectionsMarshal.AsSpan(stream).IndexOf(bytes) >= 0)
                return false;
        }

        return watched;
    }
}
