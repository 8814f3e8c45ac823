using System.Runtime.InteropServices;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>
/// What client and origin sent in a whole exchange, to tell whether what comes out of a tunnel went into it at the other end.
/// </summary>
internal sealed class SentOctets
{
    private readonly Dictionary<(Party From, string Connection), List<byte>> _streams = [];

    // A party of which something was not kept may have sent anything.
    private readonly HashSet<Party> _cut = [];

    /// <summary>Looks at all that was sent.</summary>
    /// <param name="events">The exchange.</param>
    public SentOctets(IEnumerable<ExchangeEvent> events)
    {
        foreach (var happened in events.Where(happened => happened.Kind != ExchangeKind.Note))
        {
            // 1. A connection that was watched, although nothing may have been sent on it.
            var party = happened.From == Party.Client || happened.To == Party.Client ? Party.Client : Party.Origin;
            if (!_streams.TryGetValue((party, happened.Connection), out var stream))
                _streams[(party, happened.Connection)] = stream = [];

            // 2. What the party sent on it.
            if (happened.Kind != ExchangeKind.Octets || happened.From != party)
                continue;
            if (happened.Length > happened.Octets.Length)
                _cut.Add(party);
            stream.AddRange(happened.Octets.Span);
        }
    }

    /// <summary>
    /// Whether the party certainly never sent these octets one behind the other, on whichever of its connections, and in whatever
    /// pieces. So it matters neither which connections belong together nor what was recorded first.
    /// </summary>
    /// <param name="from">The party.</param>
    /// <param name="octets">The octets that were kept.</param>
    /// <param name="length">How many there were.</param>
    public bool Lack(Party from, ReadOnlySpan<byte> octets, long length)
    {
        if (length > octets.Length || _cut.Contains(from))
            return false;
        var watched = false;
        foreach (var (key, stream) in _streams)
        {
            if (key.From != from)
                continue;
            watched = true;
            if (CollectionsMarshal.AsSpan(stream).IndexOf(octets) >= 0)
                return false;
        }

        return watched;
    }
}
