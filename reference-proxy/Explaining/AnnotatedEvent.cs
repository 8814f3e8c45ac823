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

    /// <summary>The frame of HTTP/2 that it is, such as <c>HEADERS, stream 1</c>, or empty.</summary>
    public string Frame { get; init; } = "";

    /// <summary>
    /// Who sends it to whom, such as <c>client 1 → proxy</c>, or past the proxy inside TLS, such as <c>client 1 (tls) → origin</c>;
    /// for a note, the connection that it is about.
    /// </summary>
    public string Route =>
        Event.From == Event.To ? Event.Connection
        : Event.From == Party.Proxy ? $"{OtherEnd(Event.To)} → {Event.Connection}"
        : $"{Event.Connection} → {OtherEnd(Event.From)}";

    /// <summary>Whether a tunnel begins after the head in this event.</summary>
    public bool BeginsTunnel { get; init; }

    /// <summary>
    /// The client connection whose tunnel this event belongs to, on either side of the proxy; empty outside tunnels.
    /// </summary>
    public string Tunnel { get; init; } = "";

    /// <summary>How it belongs to TLS between the two ends of its tunnel.</summary>
    public TlsPart Tls { get; init; }

    /// <summary>Whether it belongs to TLS with the proxy itself: its records, or what the proxy reads in it.</summary>
    public bool IsTlsWithProxy { get; init; }

    /// <summary>Of an end inside TLS: whether it was announced with a closure alert. Otherwise null.</summary>
    public bool? HasClosureAlert { get; init; }

    /// <summary>Whether these bytes came out of a tunnel although the other end certainly never sent them.</summary>
    public bool IsForeign { get; init; }

    /// <summary>
    /// How the proxy's attempt to reach the origin failed, in its own words, such as <c>connection_refused</c>; or empty. No
    /// origin can have seen that.
    /// </summary>
    public string FailedDial { get; init; } = "";

    /// <summary>
    /// The parts of its bytes that the reader's attention is drawn to; empty if it is the event as a whole, null if it is not this
    /// event.
    /// </summary>
    public IReadOnlyList<Range>? Marked { get; init; }

    /// <summary>The other end of a tunnel.</summary>
    internal static Party Far(Party end) => end == Party.Client ? Party.Origin : Party.Client;

    private string OtherEnd(Party end) => (Tls == TlsPart.Inside ? Far(end) : Party.Proxy).ToString().ToLowerInvariant();
}

/// <summary>How an event belongs to TLS in a tunnel.</summary>
public enum TlsPart
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Its bytes are records, as everybody on the way sees them.</summary>
    Records,

    /// <summary>It is inside: only client and origin can read it.</summary>
    Inside,

    /// <summary>It is inside TLS that ends at the proxy, which intercepts it.</summary>
    InsideToProxy,
}
