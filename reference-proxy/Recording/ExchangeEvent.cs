namespace ConformanceKit.ReferenceProxy.Recording;

/// <summary>A participant in an exchange.</summary>
public enum Party
{
    /// <summary>The sender of the request.</summary>
    Client,

    /// <summary>The proxy between the two.</summary>
    Proxy,

    /// <summary>The server that the request is for.</summary>
    Origin,
}

/// <summary>What happened on a connection.</summary>
public enum ExchangeKind
{
    /// <summary>The TCP connection is established.</summary>
    Opened,

    /// <summary>Bytes went over it.</summary>
    Bytes,

    /// <summary>One side has nothing more to send (FIN).</summary>
    Finished,

    /// <summary>One side has aborted it (RST).</summary>
    Reset,

    /// <summary>A remark by the observer.</summary>
    Note,
}

/// <summary>
/// One event of an exchange, as diagrams and annotations use it. It is observed by the proxy itself, or by both its neighbours.
/// </summary>
/// <param name="At">Time since the exchange began.</param>
/// <param name="Connection">
/// Which connection, such as <c>client 1</c>, <c>origin 1</c>, or <c>client 1 (tls)</c> for what is inside TLS.
/// </param>
/// <param name="From">Who caused it.</param>
/// <param name="To">The recipient; the same as <paramref name="From"/> for a note.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Bytes">The bytes, or the first of them if there were many.</param>
/// <param name="Length">How many bytes there were.</param>
/// <param name="Note">A remark, or empty.</param>
public sealed record ExchangeEvent(
    TimeSpan At, string Connection, Party From, Party To, ExchangeKind Kind,
    ReadOnlyMemory<byte> Bytes, long Length, string Note);
