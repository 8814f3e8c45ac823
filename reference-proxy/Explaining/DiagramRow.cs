using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>One row of a sequence diagram: an arrow, or a remark by one party.</summary>
/// <param name="From">Where the arrow begins; the party whose remark it is.</param>
/// <param name="To">Where it ends; the same for a remark.</param>
/// <param name="Label">What is written on it.</param>
internal sealed record DiagramRow(Party From, Party To, string Label)
{
    /// <summary>When it happened; null if nobody knows.</summary>
    public TimeSpan? At { get; init; }

    /// <summary>What it is.</summary>
    public ExchangeKind Kind { get; init; }

    /// <summary>Whether it opens a connection, or was to open one.</summary>
    public bool Opens { get; init; }

    /// <summary>Which of three styles its connection has, from 1.</summary>
    public int Style { get; init; } = 1;

    /// <summary>The tunnel that it belongs to, or empty.</summary>
    public string Tunnel { get; init; } = "";

    /// <summary>Whether the tunnel begins after it.</summary>
    public bool BeginsTunnel { get; init; }

    /// <summary>Whether it belongs to TLS in that tunnel.</summary>
    public bool HasTls { get; init; }

    /// <summary>Whether it belongs to TLS with the proxy itself.</summary>
    public bool IsTlsWithProxy { get; init; }

    /// <summary>Whether that TLS ends at the proxy.</summary>
    public bool TlsEndsAtProxy { get; init; }

    /// <summary>Whether the reader's attention is drawn to it.</summary>
    public bool IsMarked { get; init; }

    /// <summary>Whether it is an arrow between client and proxy.</summary>
    public bool IsOnClientSide => From != To && From != Party.Origin && To != Party.Origin;

    /// <summary>Whether it is an arrow from end to end.</summary>
    public bool IsThrough => From != To && From != Party.Proxy && To != Party.Proxy;
}
