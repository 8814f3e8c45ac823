using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>An exchange as a page keeps it: annotated, and bounded in events and octets.</summary>
internal sealed class RecordedExchange(long number)
{
    private const int MostEvents = 400;
    private const int MostOctets = 1024;

    private readonly Lock _gate = new();
    private readonly Annotator _annotator = new();
    private readonly List<AnnotatedEvent> _events = [];
    private long _leftOut;

    /// <summary>Its number.</summary>
    public long Number => number;

    /// <summary>The events that were kept, and how many more there were.</summary>
    public (IReadOnlyList<AnnotatedEvent> Kept, long LeftOut) Events
    {
        get
        {
            lock (_gate)
                return ([.. _events], _leftOut);
        }
    }

    /// <summary>The next event.</summary>
    public void Add(ExchangeEvent happened)
    {
        lock (_gate)
        {
            if (_events.Count == MostEvents)
            {
                _leftOut++;
                return;
            }

            // Annotated with all that is known, kept with what is shown.
            var annotated = _annotator.Annotate(happened);
            var octets = happened.Octets.Length > MostOctets ? happened.Octets[..MostOctets].ToArray() : happened.Octets;
            _events.Add(annotated with { Event = happened with { Octets = octets } });
        }
    }
}
