using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>An exchange as a page keeps it: annotated, and bounded in events and bytes.</summary>
internal sealed class RecordedExchange(long number)
{
    private const int MostEvents = 400;
    private const int MostBytes = 1024;

    private readonly Lock _gate = new();
    private readonly FrameSteps _annotator = new();
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

    /// <summary>Adds the next event.</summary>
    public void Add(ExchangeEvent happened)
    {
        lock (_gate)
        {
            if (_events.Count == MostEvents)
            {
                _leftOut++;
                return;
            }

            // Annotate it with all of its bytes, but keep only those that are shown.
            var annotated = _annotator.Annotate(happened);
            var bytes = happened.Bytes.Length > MostBytes ? happened.Bytes[..MostBytes].ToArray() : happened.Bytes;
            _events.Add(annotated with { Event = happened with { Bytes = bytes } });
        }
    }
}
