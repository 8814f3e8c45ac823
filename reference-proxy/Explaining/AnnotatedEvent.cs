using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>An event of an exchange with what it means.</summary>
/// <param name="Event">What happened.</param>
/// <param name="Text">What it means, in the words of the RFCs; one or more sentences.</param>
/// <param name="Clause">Where that stands, such as <c>RFC 9110 §9.3.6, §3.7</c>; empty for a remark of whoever watched.</param>
public sealed record AnnotatedEvent(ExchangeEvent Event, string Text, string Clause)
{
    /// <summary>
    /// The shortest that can be said of it, for the arrow of a drawing: the first line of a head, or what the bytes are.
    /// </summary>
    public string Label { get; init; } = "";

    /// <summary>Whether the tunnel begins behind this event's head.</summary>
    public bool BeginsTunnel { get; init; }

    /// <summary>
    /// The client's connection whose tunnel this belongs to, on either side of the proxy; empty outside of tunnels.
    /// </summary>
    public string Tunnel { get; init; } = "";
}
