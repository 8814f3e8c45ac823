using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>An event of an exchange and what it means.</summary>
/// <param name="Event">What happened.</param>
/// <param name="Text">What it means, in the words of the RFCs; one or more sentences.</param>
/// <param name="Clause">The clauses that say so, such as <c>RFC 9110 §9.3.6, §3.7</c>; empty for a note by the recorder.</param>
public sealed record AnnotatedEvent(ExchangeEvent Event, string Text, string Clause)
{
    /// <summary>
    /// Its meaning at its shortest, for an arrow in a diagram: the first line of a head, or what the bytes are.
    /// </summary>
    public string Label { get; init; } = "";

    /// <summary>Whether a tunnel begins after the head in this event.</summary>
    public bool BeginsTunnel { get; init; }

    /// <summary>
    /// The client connection whose tunnel this event belongs to, on either side of the proxy; empty outside tunnels.
    /// </summary>
    public string Tunnel { get; init; } = "";

    /// <summary>
    /// The parts of its bytes that the reader's attention is drawn to; empty if it is the event as a whole, null if it is not this
    /// event.
    /// </summary>
    public IReadOnlyList<Range>? Marked { get; init; }
}
